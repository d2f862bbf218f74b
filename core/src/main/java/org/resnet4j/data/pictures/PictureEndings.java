package org.resnet4j.data.pictures;

import java.util.Set;

/** The extensions of names of pictures, in lower case. */
public final class PictureEndings {
  /** Extensions of formats that {@code image.Decoder} reads. */
  public static final Set<String> READ =
      Set.of("jpg", "jpeg", "jpe", "jfif", "png", "gif", "bmp", "dib", "webp");

  /** Extensions of image formats that are not supported. */
  public static final Set<String> NOT_SUPPORTED =
      Set.of(
          "tif", "tiff", "ppm", "pgm", "pbm", "pnm", "heic", "heif", "avif", "jp2", "j2k", "jxl",
          "jxr", "psd", "svg", "ico", "tga", "exr", "hdr", "pcx", "dng", "cr2", "cr3", "nef", "arw",
          "orf", "raw", "eps");

  private PictureEndings() {}
}
