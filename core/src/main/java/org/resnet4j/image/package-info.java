/** Pixels: decoding with limits, resizing, cropping. Images are 8-bit RGB or grey. */
@NullMarked
package org.resnet4j.image;

import org.jspecify.annotations.NullMarked;
