package org.resnet4j.image;

/**
 * A rectangle of a picture.
 *
 * @param top its first row
 * @param left its first column
 * @param bottom the row after its last
 * @param right the column after its last
 */
public record Region(int top, int left, int bottom, int right) {
  /** No pixels at all. */
  public static final Region NOTHING = new Region(0, 0, 0, 0);

  /** All pixels of a picture. */
  public static Region whole(int height, int width) {
    return new Region(0, 0, height, width);
  }

  /** Its columns. */
  public int width() {
    return right - left;
  }

  /** Whether it includes a part of a row. */
  public boolean hasRow(int y) {
    return y >= top && y < bottom;
  }

  /** Whether it includes a pixel. */
  public boolean has(int y, int x) {
    return hasRow(y) && x >= left && x < right;
  }
}
