// For Android Studio. Not run in the tests: they compile the same sources with Maven, in tests/android.

pluginManagement {
    repositories {
        google()
        mavenCentral()
        gradlePluginPortal()
    }
}

dependencyResolutionManagement {
    repositories {
        google()
        mavenCentral()
    }
}

rootProject.name = "xueying"
include("core", "shell", "app")
