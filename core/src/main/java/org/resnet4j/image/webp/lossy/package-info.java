/** Key frames of VP8, the lossy form of WebP (RFC 6386). */
@NullMarked
package org.resnet4j.image.webp.lossy;

import org.jspecify.annotations.NullMarked;
