package org.resnet4j.data;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.resnet4j.data.augment.Draw;
import org.resnet4j.data.augment.RandomErasing;
import org.resnet4j.data.augment.RandomFraming;
import org.resnet4j.image.Framing;
import org.resnet4j.image.Image;
import org.resnet4j.image.effect.Effect;
import org.resnet4j.layer.Shape;
import org.resnet4j.random.Randomness;
import org.resnet4j.random.Randomness.Purpose;

/**
 * Writes one augmented, normalised image into a batch: a table lookup for each value, straight from
 * bytes to floats. Holds scratch memory, so each thread needs its own.
 */
final class Painter {
  /** The stages of {@link Draw}; the effects take one each, the last ones. */
  private static final int FRAMING = 0;

  private static final int LIGHTING = 1;
  private static final int ERASING = 2;
  static final int MIXING = 3;
  private static final int EFFECTS = 4;

  private final Shape source;
  private final Shape result;
  private final Augmentation augmentation;
  private final Normalisation normalisation;
  private float[] table;
  private final long seed;
  private final int epoch;
  private final float[] scratch;
  private final int[] columns;
  private final Image image = new Image();

  /** What was done to the image painted last; null if nobody asks. */
  private final @Nullable List<String> notes;

  Painter(
      Shape stored, Augmentation augmentation, Normalisation normalisation, long seed, int epoch) {
    this(stored, augmentation, normalisation, seed, epoch, null);
  }

  /** As above; {@code notes} receives what is done, in words and numbers. */
  Painter(
      Shape stored,
      Augmentation augmentation,
      Normalisation normalisation,
      long seed,
      int epoch,
      @Nullable List<String> notes) {
    this.notes = notes;
    this.source = augmentation.framed(stored);
    this.result = augmentation.resultOf(stored);
    this.augmentation = augmentation;
    this.normalisation = normalisation;
    this.table = normalisation.table();
    this.seed = seed;
    this.epoch = epoch;
    this.scratch = new float[Math.toIntExact(result.size())];
    this.columns = new int[result.width()];
  }

  /**
   * Puts image {@code index} of the data, which is at {@code position} of the epoch, at {@code
   * slot}.
   */
  void paint(Dataset data, int index, long position, FloatBuffer pixels, int slot) {
    frame(data, index, position);
    light(position);
    int row = start(source.height(), result.height(), Purpose.CROP_ROW, position);
    int column = start(source.width(), result.width(), Purpose.CROP_COLUMN, position);
    boolean flips = flips(index, position);
    chooseColumns(column, flips);
    if (source.height() != result.height() || augmentation.pad() > 0) {
      note(() -> String.format(Locale.ROOT, "window %+d%+d", column, row));
    }
    if (flips) {
      note(() -> "flip");
    }
    for (int y = 0; y < result.height(); y++) {
      paintRow(y, place(y + row, source.height()));
    }
    if (augmentation.cutout() > 0) {
      cut(position);
    }
    erase(position);
    pixels.put(slot * scratch.length, scratch);
  }

  private void note(Supplier<String> what) {
    if (notes != null) {
      notes.add(what.get());
    }
  }

  private Draw draw(int stage, long position) {
    return new Draw(seed, epoch, position, stage);
  }

  /** Loads the image and applies the effects. */
  private void frame(Dataset data, int index, long position) {
    RandomFraming framing = augmentation.framing();
    if (framing == null) {
      data.image(index, image);
    } else {
      Draw draw = draw(FRAMING, position);
      show(
          data.picture(
              index,
              (channels, height, width, transposed) -> {
                Framing drawn = framing.draw(draw, height, width);
                note(() -> drawn + " of " + height + "x" + width);
                return drawn.target(channels, height, width, transposed);
              }));
    }
    for (int i = 0; i < augmentation.effects().size(); i++) {
      Draw draw = draw(EFFECTS + i, position);
      for (Effect effect :
          augmentation.effects().get(i).draw(draw, source.height(), source.width())) {
        show(effect.apply(image));
        note(effect::toString);
      }
    }
  }

  private void show(Image changed) {
    image.view(
        changed.pixels(), changed.offset(), changed.channels(), changed.height(), changed.width());
  }

  /** Shifts the values of each channel. */
  private void light(long position) {
    if (augmentation.lighting() != null) {
      double[] shift = augmentation.lighting().draw(draw(LIGHTING, position));
      table = normalisation.table(shift);
      note(
          () ->
              String.format(Locale.ROOT, "light %+.3f %+.3f %+.3f", shift[0], shift[1], shift[2]));
    }
  }

  private void erase(long position) {
    if (augmentation.erasing() != null) {
      Draw draw = draw(ERASING, position);
      RandomErasing.Box box = augmentation.erasing().draw(draw, result.height(), result.width());
      if (box != null) {
        clear(box.top(), box.left(), box.height(), box.width());
        note(
            () -> "erase " + box.height() + "x" + box.width() + "+" + box.left() + "+" + box.top());
      }
    }
  }

  /** The offset of the random crop in the image; negative inside the padding. */
  private int start(int size, int window, Purpose purpose, long position) {
    int places = size - window + 2 * augmentation.pad() + 1;
    return (places == 1 ? 0 : random(places, purpose, position)) - augmentation.pad();
  }

  private int random(int bound, Purpose purpose, long position) {
    return Randomness.below(bound, Randomness.bits(seed, purpose, epoch, position));
  }

  private boolean flips(int index, long position) {
    if (!augmentation.flip()) {
      return false;
    }
    if (augmentation.alternate()) {
      return (((Randomness.bits(seed, Purpose.FLIP, 0, index) >>> 63) + epoch) & 1) == 1;
    }
    return Randomness.bits(seed, Purpose.FLIP, epoch, position) < 0;
  }

  /** The source of each output column: a byte offset in the row, or -1 for padding. */
  private void chooseColumns(int shift, boolean flip) {
    int width = result.width();
    for (int x = 0; x < width; x++) {
      int from = place((flip ? width - 1 - x : x) + shift, source.width());
      columns[x] = from < 0 ? -1 : from * source.channels();
    }
  }

  /** The position in the image for a position in the padded image, or -1 for padding. */
  private int place(int at, int size) {
    if (at >= 0 && at < size) {
      return at;
    }
    if (!augmentation.reflect()) {
      return -1;
    }
    return at < 0 ? -at : 2 * (size - 1) - at;
  }

  private void paintRow(int y, int from) {
    int row = result.width() * result.channels();
    if (from < 0) {
      Arrays.fill(scratch, y * row, (y + 1) * row, 0f);
      return;
    }
    int start = image.offset() + from * source.width() * source.channels();
    if (source.channels() == 3) {
      paintColours(start, y * row);
    } else {
      paintAny(start, y * row);
    }
  }

  /** As {@link #paintAny} for three channels, the common case, 1.9 times as fast. */
  private void paintColours(int start, int to) {
    byte[] pixels = image.pixels();
    int out = to;
    for (int column : columns) {
      if (column < 0) {
        scratch[out] = 0f;
        scratch[out + 1] = 0f;
        scratch[out + 2] = 0f;
      } else {
        int in = start + column;
        scratch[out] = table[pixels[in] & 0xFF];
        scratch[out + 1] = table[256 + (pixels[in + 1] & 0xFF)];
        scratch[out + 2] = table[512 + (pixels[in + 2] & 0xFF)];
      }
      out += 3;
    }
  }

  private void paintAny(int start, int to) {
    byte[] pixels = image.pixels();
    int channels = source.channels();
    int out = to;
    for (int column : columns) {
      for (int c = 0; c < channels; c++) {
        scratch[out++] = column < 0 ? 0f : table[(c << 8) + (pixels[start + column + c] & 0xFF)];
      }
    }
  }

  private void cut(long position) {
    int side = augmentation.cutout();
    int top = random(result.height(), Purpose.CUT_ROW, position) - side / 2;
    int left = random(result.width(), Purpose.CUT_COLUMN, position) - side / 2;
    clear(top, left, side, side);
  }

  /** Sets a rectangle to zero, as far as it lies in the image. */
  private void clear(int top, int left, int height, int width) {
    int from = Math.max(left, 0) * result.channels();
    int to = Math.min(left + width, result.width()) * result.channels();
    for (int y = Math.max(top, 0); y < Math.min(top + height, result.height()); y++) {
      int start = y * result.width() * result.channels();
      Arrays.fill(scratch, start + from, start + to, 0f);
    }
  }
}
