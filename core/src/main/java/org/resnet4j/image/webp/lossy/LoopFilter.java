package org.resnet4j.image.webp.lossy;

/** The loop filter for edges of macroblocks and their blocks: RFC 6386, section 15. */
final class LoopFilter {
  private final boolean simple;
  private final int sharpness;

  LoopFilter(boolean simple, int sharpness) {
    this.simple = simple;
    this.sharpness = sharpness;
  }

  /**
   * Filters a macroblock, those above and on the left of it having been filtered.
   *
   * @param planes brightness and twice colour
   * @param row of macroblocks in the planes
   * @param first whether it is the first of the frame
   * @param level from 1 to 63
   * @param inner whether the edges of its blocks are filtered too
   */
  void apply(Plane[] planes, int column, int row, boolean first, int level, boolean inner) {
    int interior = interior(level);
    int limit = 2 * level + interior;
    int steep = level >= 40 ? 2 : level >= 15 ? 1 : 0;
    int used = simple ? 1 : planes.length;
    for (int p = 0; p < used; p++) {
      Plane plane = planes[p];
      int side = p == 0 ? 16 : 8;
      int at = plane.at(column * side, row * side);
      Edge across = new Edge(plane.samples, 1, plane.stride, side, interior, steep);
      Edge down = new Edge(plane.samples, plane.stride, 1, side, interior, steep);
      if (column > 0) {
        filter(across, at, limit + 4, true);
      }
      for (int i = 4; inner && i < side; i += 4) {
        filter(across, at + i, limit, false);
      }
      if (!first) {
        filter(down, at, limit + 4, true);
      }
      for (int i = 4; inner && i < side; i += 4) {
        filter(down, at + i * plane.stride, limit, false);
      }
    }
  }

  private int interior(int level) {
    int interior = level;
    if (sharpness > 0) {
      interior = Math.min(level >> (sharpness > 4 ? 2 : 1), 9 - sharpness);
    }
    return Math.max(interior, 1);
  }

  private void filter(Edge edge, int at, int limit, boolean outer) {
    int threshold = 2 * limit + 1;
    for (int i = 0; i < edge.length; i++) {
      int to = at + i * edge.along;
      if (simple) {
        edge.simple(to, threshold);
      } else {
        edge.normal(to, threshold, outer);
      }
    }
  }

  /**
   * An edge between samples.
   *
   * @param over the step over the edge
   * @param along the step along it
   */
  private record Edge(byte[] samples, int over, int along, int length, int interior, int steep) {
    private int sample(int at, int place) {
      return samples[at + place * over] & 0xFF;
    }

    private int difference(int at, int place) {
      return Math.abs(sample(at, place) - sample(at, place + 1));
    }

    private boolean isOver(int at, int threshold) {
      return 4 * difference(at, -1) + Math.abs(sample(at, -2) - sample(at, 1)) > threshold;
    }

    void simple(int at, int threshold) {
      if (!isOver(at, threshold)) {
        two(at);
      }
    }

    void normal(int at, int threshold, boolean outer) {
      if (isOver(at, threshold)
          || difference(at, -4) > interior
          || difference(at, -3) > interior
          || difference(at, -2) > interior
          || difference(at, 0) > interior
          || difference(at, 1) > interior
          || difference(at, 2) > interior) {
        return;
      }
      if (difference(at, -2) > steep || difference(at, 0) > steep) {
        two(at);
      } else if (outer) {
        six(at);
      } else {
        four(at);
      }
    }

    private int step(int at) {
      return 3 * (sample(at, 0) - sample(at, -1));
    }

    private int outside(int at) {
      return clipped(sample(at, -2) - sample(at, 1), 127);
    }

    private void two(int at) {
      int step = step(at) + outside(at);
      change(at, -1, clipped((step + 3) >> 3, 15));
      change(at, 0, -clipped((step + 4) >> 3, 15));
    }

    private void four(int at) {
      int step = step(at);
      int first = clipped((step + 4) >> 3, 15);
      int second = clipped((step + 3) >> 3, 15);
      int half = (first + 1) >> 1;
      change(at, -2, half);
      change(at, -1, second);
      change(at, 0, -first);
      change(at, 1, -half);
    }

    private void six(int at) {
      int step = clipped(step(at) + outside(at), 127);
      for (int i = 0; i < 3; i++) {
        int part = ((27 - 9 * i) * step + 63) >> 7;
        change(at, -1 - i, part);
        change(at, i, -part);
      }
    }

    private void change(int at, int place, int by) {
      samples[at + place * over] = Plane.clipped(sample(at, place) + by);
    }

    /** To {@code -most - 1} to {@code most}. */
    private static int clipped(int value, int most) {
      return Math.min(Math.max(value, -most - 1), most);
    }
  }
}
