package org.resnet4j.image.jpeg.scan;

import java.util.Arrays;
import org.resnet4j.image.jpeg.marker.BitReader;
import org.resnet4j.image.jpeg.marker.Frame;
import org.resnet4j.image.jpeg.marker.HuffmanTable;
import org.resnet4j.image.jpeg.marker.Scan;

/** Reads one of several scans into the coefficients that it sets or refines (T.81, G.1.2). */
final class CoefficientScan implements BlockReader {
  private static final int LAST = 63;

  private final Scan scan;
  private final boolean progressive;
  private final BitReader in;
  private final Coefficients coefficients;
  private final int[] predictions;

  /** For how many blocks no coefficient becomes different from 0, this one included. */
  private int emptyBlocks;

  CoefficientScan(Frame frame, Scan scan, BitReader in, Coefficients coefficients) {
    this.scan = scan;
    progressive = frame.progressive();
    this.in = in;
    this.coefficients = coefficients;
    predictions = new int[scan.parts().size()];
  }

  @Override
  public void restart() {
    Arrays.fill(predictions, 0);
    emptyBlocks = 0;
  }

  @Override
  public void empty(int index, int row, int column) {}

  @Override
  public void block(int index, int row, int column) {
    Scan.Part part = scan.parts().get(index);
    short[] block = coefficients.row(part.component(), row);
    int at = 64 * column;
    if (scan.high() > 0) {
      if (scan.first() == 0) {
        block[at] |= (short) (in.take(1) << scan.low());
      } else {
        refine(part.ac(), block, at);
      }
      return;
    }
    if (scan.first() == 0) {
      int size = in.take(part.dc());
      if (size > 0) {
        predictions[index] += HuffmanTable.extend(in.take(size), size);
      }
      block[at] = (short) (predictions[index] << scan.low());
    }
    if (scan.last() > 0) {
      first(part.ac(), block, at);
    }
  }

  private void first(HuffmanTable table, short[] block, int at) {
    if (emptyBlocks > 0) {
      emptyBlocks--;
      return;
    }
    int k = Math.max(scan.first(), 1);
    while (k <= scan.last()) {
      int symbol = in.take(table);
      int run = symbol >> 4;
      int size = symbol & 15;
      if (size == 0 && run < 15) {
        emptyBlocks = emptyBlocks(run) - 1;
        return;
      }
      k += run;
      if (size > 0) {
        int value = HuffmanTable.extend(in.take(size), size) << scan.low();
        // Damaged data may lead beyond the block, where libjpeg sees its last place.
        block[at + Math.min(k, LAST)] = (short) value;
      }
      k++;
    }
  }

  /** The length of the end-of-band run; more than 1 only in progressive images. */
  private int emptyBlocks(int size) {
    return size == 0 || !progressive ? 1 : (1 << size) + in.take(size);
  }

  /** Coefficients that are 0 may become one bit; all others get another bit (T.81, G.1.2.3). */
  private void refine(HuffmanTable table, short[] block, int at) {
    int last = at + scan.last();
    int k = at + scan.first();
    while (emptyBlocks == 0 && k <= last) {
      int symbol = in.take(table);
      int run = symbol >> 4;
      int size = symbol & 15;
      if (size == 0 && run < 15) {
        emptyBlocks = emptyBlocks(run);
        break;
      }
      // A size over 1 is damage.
      int value = size == 0 ? 0 : in.take(1) == 1 ? 1 << scan.low() : -1 << scan.low();
      k = refine(block, k, last, run);
      if (size > 0) {
        block[Math.min(k, at + LAST)] = (short) value;
      }
      k++;
    }
    if (emptyBlocks > 0) {
      refine(block, k, last, 64);
      emptyBlocks--;
    }
  }

  /** Refines from a position on, over a run of zeros up to the next. */
  private int refine(short[] block, int from, int last, int zeros) {
    int left = zeros;
    int k = from;
    for (; k <= last; k++) {
      int value = block[k];
      if (value == 0) {
        if (left == 0) {
          break;
        }
        left--;
      } else if (in.take(1) == 1 && (value & 1 << scan.low()) == 0) {
        block[k] += (short) (value > 0 ? 1 << scan.low() : -1 << scan.low());
      }
    }
    return k;
  }
}
