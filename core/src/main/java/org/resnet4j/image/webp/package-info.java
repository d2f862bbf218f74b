/**
 * Pure Java decoder of WebP for untrusted files: key frames of VP8 (RFC 6386), to the same pixels
 * as libwebp, and VP8L (RFC 9649, section 3). Files of either kind have one picture, whose size the
 * container's reader has checked.
 */
@NullMarked
package org.resnet4j.image.webp;

import org.jspecify.annotations.NullMarked;
