/**
 * Pure Java decoder of JPEG (ITU-T T.81) for untrusted files: 8-bit baseline, extended sequential
 * and progressive Huffman pictures, to the same pixels as libjpeg-turbo's defaults. Bytes become a
 * {@code Scan} list ({@code MarkerReader}), scans become coefficients ({@code BitReader}, {@code
 * HuffmanTable}), coefficients become samples ({@code Idct}, {@code Plane}), and rows of samples
 * become pixels ({@code Upsampler}, {@code ColourSpace}).
 */
@NullMarked
package org.resnet4j.image.jpeg;

import org.jspecify.annotations.NullMarked;
