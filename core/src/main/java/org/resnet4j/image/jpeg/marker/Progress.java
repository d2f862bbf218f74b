package org.resnet4j.image.jpeg.marker;

import java.util.Arrays;
import java.util.List;
import org.resnet4j.image.ImageException;

/**
 * Tracks which bits of which coefficients the scans have delivered. Each must occur once and in
 * order (T.81, G.1.1.1), which also bounds the work that a file can demand.
 */
final class Progress {
  /** Cameras and programs write up to about ten. */
  private static final int MOST_SCANS = 100;

  /** Blocks of a unit (T.81, B.2.3). */
  private static final int MOST_BLOCKS = 10;

  private static final int NOTHING_YET = -1;

  private final Frame frame;

  /** By component and coefficient: the lowest bit received. */
  private final int[][] lowest;

  private int scans;

  Progress(Frame frame) {
    this.frame = frame;
    lowest = new int[frame.components().size()][64];
    for (int[] each : lowest) {
      Arrays.fill(each, NOTHING_YET);
    }
  }

  /**
   * Registers a scan.
   *
   * @throws ImageException if it repeats bits, or has fewer bits than its blocks need at least
   */
  void add(Scan scan) {
    scans++;
    if (scans > MOST_SCANS) {
      throw new ImageException("it has more than the allowed " + MOST_SCANS + " scans");
    }
    int blocks = scan.blocksOfUnit(frame);
    if (blocks > MOST_BLOCKS) {
      throw new ImageException("a unit has " + blocks + " blocks, over the legal " + MOST_BLOCKS);
    }
    for (Scan.Part part : scan.parts()) {
      for (int k = scan.first(); k <= scan.last(); k++) {
        int before = scan.high() == 0 ? NOTHING_YET : scan.high();
        if (lowest[part.component()][k] != before) {
          throw new ImageException("a scan occurs twice or before the one that it refines");
        }
        lowest[part.component()][k] = scan.low();
      }
    }
    // A bit for DC, another for the end of the block. Scans of AC alone can skip 32,767 blocks with
    // a few bits.
    int bitsPerBlock = scan.first() > 0 ? 0 : scan.last() > 0 ? 2 : 1;
    if (scan.blocks(frame) * bitsPerBlock > 8L * (scan.to() - scan.from())) {
      throw BitReader.cutShort();
    }
  }

  /**
   * Checks that nothing is missing.
   *
   * @throws ImageException if the file ends before the picture is complete
   */
  void finish() {
    List<int[]> all = List.of(lowest);
    if (all.stream().flatMapToInt(Arrays::stream).anyMatch(each -> each != 0)) {
      throw BitReader.cutShort();
    }
  }
}
