/** Encoded pictures to pixels: the format by content, limits before memory. */
@NullMarked
package org.resnet4j.image.decode;

import org.jspecify.annotations.NullMarked;
