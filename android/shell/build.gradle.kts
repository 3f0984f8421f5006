// Kotlin without Android. Its tests run with Maven, in tests/android: on a computer they need the computer's library.

plugins {
    id("com.android.library")
    kotlin("android")
}

android {
    namespace = "xueying.shell"
    compileSdk = 34
    defaultConfig { minSdk = 26 }
    sourceSets["main"].kotlin.srcDir("src")
}

kotlin { jvmToolchain(17) }

dependencies {
    api(project(":core"))
    api("org.jetbrains.kotlinx:kotlinx-coroutines-core:1.10.2")
}
