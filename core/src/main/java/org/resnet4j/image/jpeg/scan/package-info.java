/** Entropy-coded scans of a JPEG file to samples and pixels. */
@NullMarked
package org.resnet4j.image.jpeg.scan;

import org.jspecify.annotations.NullMarked;
