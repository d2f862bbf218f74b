package org.resnet4j.image.jpeg.marker;

import org.resnet4j.image.ImageException;

/** Iterates over the markers of a file (T.81, B.1.1) and reads their segments. */
final class Segments {
  private final byte[] file;
  private int at = 2;
  private int end;

  /**
   * Before the first marker behind the file's signature.
   *
   * @throws ImageException if it has none
   */
  Segments(byte[] file) {
    this.file = file;
    if (file.length < 2 || at(0) != 0xFF || at(1) != Marker.SOI) {
      throw new ImageException("it is not a JPEG file");
    }
  }

  private int at(int index) {
    return file[index] & 0xFF;
  }

  /**
   * The next marker, after which reading continues; {@link Marker#EOI} also at the end of the file.
   * Bytes that belong to no segment are skipped.
   */
  int marker() {
    while (at + 1 < file.length) {
      if (at(at) == 0xFF && at(at + 1) != 0 && at(at + 1) != 0xFF) {
        at += 2;
        return at(at - 1);
      }
      at++;
    }
    at = file.length;
    return Marker.EOI;
  }

  /**
   * Opens the segment of the marker just read.
   *
   * @throws ImageException if the file ends within it
   */
  void open() {
    end = Math.min(file.length, at + 2);
    int length = number();
    if (length < 2) {
      throw new ImageException("a segment claims " + length + " bytes, less than its length takes");
    }
    if (length - 2 > file.length - at) {
      throw BitReader.cutShort();
    }
    end = at + length - 2;
  }

  /** Skips the rest of the segment. */
  void close() {
    at = end;
  }

  /** Bytes of the segment that are left. */
  int left() {
    return end - at;
  }

  /** The offset of the segment's next byte in the file. */
  int position() {
    return at;
  }

  /**
   * Skips bytes of the segment.
   *
   * @throws ImageException if it has fewer
   */
  void skip(int bytes) {
    if (bytes > left()) {
      throw at + bytes > file.length
          ? BitReader.cutShort()
          : new ImageException("a segment is truncated");
    }
    at += bytes;
  }

  /** The next byte of the segment. */
  int octet() {
    skip(1);
    return at(at - 1);
  }

  /** The next two bytes of the segment. */
  int number() {
    return octet() << 8 | octet();
  }

  /** Skips entropy-coded data, up to the first marker that is not part of it. */
  void skipData() {
    int last = file.length - 1;
    at = ByteWords.next0xFF(file, at, last);
    while (at < last && (at(at + 1) == 0 || at(at + 1) == 0xFF || Marker.isRestart(at(at + 1)))) {
      at = ByteWords.next0xFF(file, at + 1, last);
    }
    if (at >= last) {
      at = file.length;
    }
  }
}
