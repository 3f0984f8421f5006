plugins {
    id("com.android.application")
    kotlin("android")
}

android {
    namespace = "xueying.app"
    compileSdk = 34
    defaultConfig {
        minSdk = 26
        targetSdk = 34
        versionCode = 1
        versionName = "0.1.0"
    }
    sourceSets["main"].apply {
        manifest.srcFile("AndroidManifest.xml")
        kotlin.srcDir("src")
        res.srcDir("res")
        // The models: `cargo xtask models --phone target/android/assets/models`.
        assets.srcDir(rootDir.resolve("../target/android/assets"))
    }
}

kotlin { jvmToolchain(17) }

dependencies {
    implementation(project(":shell"))
}
