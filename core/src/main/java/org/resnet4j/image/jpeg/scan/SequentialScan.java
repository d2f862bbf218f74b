package org.resnet4j.image.jpeg.scan;

import java.util.Arrays;
import java.util.List;
import org.resnet4j.image.jpeg.marker.BitReader;
import org.resnet4j.image.jpeg.marker.ByteWords;
import org.resnet4j.image.jpeg.marker.HuffmanTable;
import org.resnet4j.image.jpeg.marker.Scan;

/**
 * Reads the one scan of a baseline picture (T.81, F.2) straight into samples, so that no
 * coefficients are kept.
 */
final class SequentialScan implements BlockReader {
  private final BitReader in;
  private final HuffmanTable[] dc;
  private final HuffmanTable[] ac;
  private final long[][] steps;
  private final Plane[] planes;
  private final int[] predictions;
  private final Idct idct = new Idct();

  SequentialScan(Scan scan, BitReader in, long[][] steps, List<Plane> planes) {
    this.in = in;
    int parts = scan.parts().size();
    dc = new HuffmanTable[parts];
    ac = new HuffmanTable[parts];
    this.steps = new long[parts][];
    this.planes = new Plane[parts];
    predictions = new int[parts];
    for (int i = 0; i < parts; i++) {
      Scan.Part part = scan.parts().get(i);
      dc[i] = part.dc();
      ac[i] = part.ac();
      this.steps[i] = steps[part.component()];
      this.planes[i] = planes.get(part.component());
    }
  }

  @Override
  public void restart() {
    Arrays.fill(predictions, 0);
  }

  @Override
  public void empty(int part, int row, int column) {
    if (planes[part].blocks.has(row, column)) {
      transform(part, row, column, 0);
    }
  }

  @Override
  public void block(int part, int row, int column) {
    int size = in.take(dc[part]);
    if (size > 0) {
      predictions[part] += HuffmanTable.extend(in.take(size), size);
    }
    if (!planes[part].blocks.has(row, column)) {
      skip(ac[part]);
      return;
    }
    long[] step = steps[part];
    long present = coefficients(ac[part], step);
    idct.block[0] += predictions[part] * step[0];
    transform(part, row, column, present);
  }

  private void transform(int part, int row, int column, long present) {
    Plane plane = planes[part];
    idct.transform(present, plane.samples, plane.block(row, column), plane.stride);
  }

  /** Reads the AC coefficients of a block; a bit for each that may differ from 0. */
  private long coefficients(HuffmanTable table, long[] steps) {
    long[] block = idct.block;
    byte[] data = in.data;
    int at = in.at;
    long bits = in.bits;
    int count = in.count;
    int k = 1;
    do {
      // As BitReader.fill does, in local variables.
      if (count < 32) {
        bits |= (long) ByteWords.LONG.get(data, at) >>> count;
        at += (63 - count) >> 3;
        count |= 56;
      }
      int found = table.entry(bits);
      k += found >> 8 & 0xFF;
      // The end of the block is a zero beyond it: no branch that would be hard to foresee. A run
      // that leads beyond it without ending it, which is damage, is taken to its last place.
      block[Zigzag.PAIR[k]] += HuffmanTable.number(found, bits) * steps[k];
      k++;
      bits <<= found;
      count -= found & 0xFF;
    } while (k < 64);
    in.at = at;
    in.bits = bits;
    in.count = count;
    if (k <= HuffmanTable.END_OF_BLOCK) {
      return Zigzag.UP_TO[63];
    }
    return Zigzag.UP_TO[k - HuffmanTable.END_OF_BLOCK - 2];
  }

  /** Reads the AC coefficients of a block that nothing depends on. */
  private void skip(HuffmanTable table) {
    byte[] data = in.data;
    int at = in.at;
    long bits = in.bits;
    int count = in.count;
    int k = 1;
    do {
      if (count < 32) {
        bits |= (long) ByteWords.LONG.get(data, at) >>> count;
        at += (63 - count) >> 3;
        count |= 56;
      }
      int found = table.entry(bits);
      k += (found >> 8 & 0xFF) + 1;
      bits <<= found;
      count -= found & 0xFF;
    } while (k < 64);
    in.at = at;
    in.bits = bits;
    in.count = count;
  }
}
