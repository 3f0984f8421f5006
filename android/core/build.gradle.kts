// The library and its bindings, as `cargo xtask android` leaves them in target/android.

plugins {
    id("com.android.library")
    kotlin("android")
}

val built = rootDir.resolve("../target/android")

android {
    namespace = "xueying.core"
    compileSdk = 34
    defaultConfig { minSdk = 26 }
    sourceSets["main"].kotlin.srcDir(built.resolve("kotlin"))
    sourceSets["main"].jniLibs.srcDir(built.resolve("jniLibs"))
}

kotlin { jvmToolchain(17) }

dependencies {
    api("net.java.dev.jna:jna:5.18.1@aar")
}
