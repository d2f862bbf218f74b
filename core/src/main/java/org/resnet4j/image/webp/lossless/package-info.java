/** VP8L, the lossless form of WebP (RFC 9649, section 3). */
@NullMarked
package org.resnet4j.image.webp.lossless;

import org.jspecify.annotations.NullMarked;
