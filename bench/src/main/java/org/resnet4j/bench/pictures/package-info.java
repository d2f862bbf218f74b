/** Decoding and framing of the same pictures in ResNet4J, Pillow and the JDK. */
@NullMarked
package org.resnet4j.bench.pictures;

import org.jspecify.annotations.NullMarked;
