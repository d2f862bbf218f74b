/** Segments of a JPEG file: frames, scans, tables, Exif. */
@NullMarked
package org.resnet4j.image.jpeg.marker;

import org.jspecify.annotations.NullMarked;
