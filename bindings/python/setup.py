"""Marks the wheel as made for this kind of machine: it holds a library."""

from setuptools import Distribution, setup


class WithLibrary(Distribution):
    def has_ext_modules(self) -> bool:
        return True


setup(distclass=WithLibrary)
