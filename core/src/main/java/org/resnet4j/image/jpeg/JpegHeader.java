package org.resnet4j.image.jpeg;

/**
 * What a file says of its picture before the first scan.
 *
 * @param width columns
 * @param height rows
 * @param components 1 for grey, 3 for colour, 4 for print colours
 * @param progressive whether several scans refine the picture
 * @param orientation how Exif says that it is to be turned, 1 (not at all) to 8; the decoder does
 *     not apply it
 */
public record JpegHeader(
    int width, int height, int components, boolean progressive, int orientation) {}
