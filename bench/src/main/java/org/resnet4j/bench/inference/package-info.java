/** The same weights and images in ResNet4J, ONNX Runtime, DJL and libtorch. */
@NullMarked
package org.resnet4j.bench.inference;

import org.jspecify.annotations.NullMarked;
