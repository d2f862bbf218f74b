package org.resnet4j.image.webp.lossy;

import java.util.Arrays;
import org.resnet4j.image.ImageException;
import org.resnet4j.image.Rows;

/** Decodes a key frame of VP8 (RFC 6386) to the pixels of libwebp. */
public final class LossyDecoder {
  /** The frame's tag, a start code, and its size. */
  private static final int FRAME_HEADER = 10;

  private static final int MOST_PROFILE = 3;

  /** Rows of macroblocks that are filtered and upsampled together. */
  private static final int ROWS = 3;

  private final int width;
  private final int height;
  private final int columns;
  private final int rows;
  private final Header header;
  private final BoolReader modes;
  private final BoolReader[] partitions;
  private final LoopFilter filter;
  private final Coefficients coefficients;

  /** The row of macroblocks that is being read: what is predicted from it is not filtered. */
  private final Plane[] planes = new Plane[3];

  /** That row and the two above it, filtered. */
  private final Plane[] filtered = new Plane[3];

  /** The modes of the blocks above, for each column of blocks, and on the left. */
  private final int[] above;

  private final int[] left = new int[4];

  /** For each column the level of its filter, and whether its inner edges are filtered. */
  private final int[] levels;

  private final boolean[] inner;

  private LossyDecoder(byte[] file, int from, int to) {
    if (to - from < FRAME_HEADER) {
      throw tooShort();
    }
    int tag = number(file, from);
    int profile = tag >> 1 & 7;
    boolean shown = (tag >> 4 & 1) == 1;
    if ((tag & 1) != 0 || profile > MOST_PROFILE || !shown) {
      throw new ImageException("its lossy pixels are no key frame that is shown");
    }
    width = number(file, from + 6) & 0x3FFF;
    height = number(file, from + 7) >> 8 & 0x3FFF;
    int second = from + FRAME_HEADER + (tag >> 5);
    if (second > to) {
      throw tooShort();
    }
    modes = new BoolReader(file, from + FRAME_HEADER, second);
    header = new Header(modes);
    partitions = partitions(file, second, to, header.partitions);
    columns = (width + 15) / 16;
    rows = (height + 15) / 16;
    for (int p = 0; p < planes.length; p++) {
      int side = p == 0 ? 16 : 8;
      planes[p] = new Plane(columns * side, side);
      filtered[p] = new Plane(columns * side, ROWS * side);
    }
    filter = new LoopFilter(header.simpleFilter, header.sharpness);
    coefficients = new Coefficients(header.coefficients, columns);
    above = new int[columns * 4];
    levels = new int[columns];
    inner = new boolean[columns];
  }

  /** Three bytes, the lowest first. */
  private static int number(byte[] file, int at) {
    return (file[at] & 0xFF) | (file[at + 1] & 0xFF) << 8 | (file[at + 2] & 0xFF) << 16;
  }

  private static ImageException tooShort() {
    return new ImageException("its lossy pixels are truncated");
  }

  /** Section 9.5: the sizes of all partitions but the last lie before the first. */
  private static BoolReader[] partitions(byte[] file, int from, int to, int count) {
    BoolReader[] partitions = new BoolReader[count];
    int begin = from + 3 * (count - 1);
    for (int i = 0; i < count; i++) {
      int end = i == count - 1 || begin > to ? to : begin + number(file, from + 3 * i);
      if (begin > to || end > to) {
        throw tooShort();
      }
      partitions[i] = new BoolReader(file, begin, end);
      begin = end;
    }
    return partitions;
  }

  /**
   * Decodes the picture row by row.
   *
   * @param from where in the file the frame begins
   * @param to where it ends
   * @throws ImageException if it is broken or not complete
   */
  public static void decode(byte[] file, int from, int to, Rows rows) {
    LossyDecoder decoder = new LossyDecoder(file, from, to);
    byte[] rgb = new byte[3 * decoder.width];
    for (int row = 0; row < decoder.rows; row++) {
      decoder.read(row);
      if (row > 0) {
        decoder.give(row - 1, row, rgb, rows);
      }
    }
    decoder.give(decoder.rows - 1, decoder.rows - 1, rgb, rows);
  }

  /** Reads and filters a row of macroblocks. */
  private void read(int row) {
    Arrays.fill(left, Prediction.MEAN);
    coefficients.beginRow();
    for (int column = 0; column < columns; column++) {
      macroblock(row, column);
    }
    for (int p = 0; p < planes.length; p++) {
      filtered[p].moveUp(p == 0 ? 16 : 8);
      filtered[p].replaceLast(planes[p]);
      planes[p].continueBelow();
    }
    for (int column = 0; column < columns; column++) {
      if (levels[column] > 0) {
        filter.apply(filtered, column, ROWS - 1, row == 0, levels[column], inner[column]);
      }
    }
  }

  /** Gives the pixels of a row of macroblocks, which is final when the one below was filtered. */
  private void give(int row, int lastRead, byte[] rgb, Rows to) {
    int first = 16 * (lastRead - ROWS + 1);
    for (int y = 16 * row; y < Math.min(16 * (row + 1), height); y++) {
      Colours.row(filtered, first, y, height, rgb);
      to.row(y, rgb, 0);
    }
  }

  /** Section 19.3. */
  private void macroblock(int row, int column) {
    int segment = 0;
    if (header.segmentProbabilities.length > 0) {
      int high = modes.bit(header.segmentProbabilities[0]);
      segment = 2 * high + modes.bit(header.segmentProbabilities[1 + high]);
    }
    boolean skipped = header.skips && modes.bit(header.skipProbability) == 1;
    boolean inBlocks = modes.bit(145) == 0;
    int[] blockModes = new int[16];
    if (inBlocks) {
      readBlockModes(column, blockModes);
    } else {
      blockModes[0] = readMode(156, 163, 128);
      Arrays.fill(above, 4 * column, 4 * column + 4, blockModes[0]);
      Arrays.fill(left, blockModes[0]);
    }
    int chromaMode = readChromaMode();
    boolean any = false;
    if (skipped) {
      coefficients.skip(column, inBlocks);
    } else {
      BoolReader tokens = partitions[row % partitions.length];
      any = coefficients.read(tokens, column, inBlocks, header.steps[segment]);
    }
    levels[column] = header.filterLevels[segment][inBlocks ? 1 : 0];
    inner[column] = inBlocks || any;
    luma(row, column, inBlocks, blockModes);
    chroma(planes[1], row, column, chromaMode, 16);
    chroma(planes[2], row, column, chromaMode, 20);
  }

  /** The mode of a macroblock: section 11.2. */
  private int readMode(int first, int low, int high) {
    if (modes.bit(first) == 0) {
      return modes.bit(low) == 0 ? Prediction.MEAN : Prediction.DOWN;
    }
    return modes.bit(high) == 0 ? Prediction.ACROSS : Prediction.GRADIENT;
  }

  private int readChromaMode() {
    if (modes.bit(142) == 0) {
      return Prediction.MEAN;
    }
    if (modes.bit(114) == 0) {
      return Prediction.DOWN;
    }
    return modes.bit(183) == 0 ? Prediction.ACROSS : Prediction.GRADIENT;
  }

  private void readBlockModes(int column, int[] blockModes) {
    for (int i = 0; i < 16; i++) {
      int x = 4 * column + i % 4;
      int y = i / 4;
      int probabilities = (above[x] * 10 + left[y]) * 9;
      int node = 0;
      do {
        int branch = modes.bit(Tables.MODES[probabilities + node / 2] & 0xFF);
        node = Prediction.MODE_TREE[node + branch];
      } while (node > 0);
      blockModes[i] = -node;
      above[x] = -node;
      left[y] = -node;
    }
  }

  private void luma(int row, int column, boolean inBlocks, int[] blockModes) {
    Plane plane = planes[0];
    int at = plane.at(16 * column, 0);
    byte[] right = new byte[4];
    if (inBlocks) {
      int beyond = at - plane.stride + 16;
      for (int i = 0; i < 4; i++) {
        // Beyond the last macroblock the sample before is repeated; above the first row is an edge.
        boolean last = column == columns - 1 && row > 0;
        right[i] = plane.samples[last ? beyond - 1 : beyond + i];
      }
    } else {
      Prediction.square(plane, at, 16, blockModes[0], row > 0, column > 0);
    }
    byte[] next = new byte[4];
    for (int i = 0; i < 16; i++) {
      int block = at + i / 4 * 4 * plane.stride + i % 4 * 4;
      if (inBlocks) {
        boolean rightmost = i % 4 == 3;
        System.arraycopy(plane.samples, block - plane.stride + 4, next, 0, 4);
        Prediction.block(plane, block, blockModes[i], rightmost ? right : next);
      }
      Transform.add(coefficients.values, 16 * i, plane, block);
    }
  }

  private void chroma(Plane plane, int row, int column, int mode, int firstBlock) {
    int at = plane.at(8 * column, 0);
    Prediction.square(plane, at, 8, mode, row > 0, column > 0);
    for (int i = 0; i < 4; i++) {
      int block = at + i / 2 * 4 * plane.stride + i % 2 * 4;
      Transform.add(coefficients.values, 16 * (firstBlock + i), plane, block);
    }
  }
}
