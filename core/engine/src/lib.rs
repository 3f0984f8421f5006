//! Runs the `.tflite` models of the face pipeline in NHWC.
