package org.resnet4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.resnet4j.data.augment.ColourJitter;
import org.resnet4j.data.augment.Draw;
import org.resnet4j.data.augment.Lighting;
import org.resnet4j.data.augment.RandAugment;
import org.resnet4j.data.augment.RandomErasing;
import org.resnet4j.data.augment.RandomFraming;
import org.resnet4j.data.augment.RandomResizedCrop;
import org.resnet4j.data.augment.RandomShortSide;
import org.resnet4j.image.Filter;
import org.resnet4j.image.Image;
import org.resnet4j.image.effect.Effect;
import org.resnet4j.layer.Shape;
import org.resnet4j.random.Randomness;
import org.resnet4j.random.Randomness.Purpose;

/**
 * A photograph is framed, effects change its bytes, it is padded, cropped and mirrored, its light
 * changes, a square is cut out and a rectangle erased: against a painter that does one after the
 * other. The stages of {@link Draw} are those of every earlier run: 0 framing, 1 light, 2 erasing,
 * 4 and on effects.
 */
class PainterStagesTest {
  private static final long SEED = 11;
  private static final int EPOCH = 3;
  private static final int SIZE = 10;
  private static final Normalisation NORMALISATION = Normalisation.IMAGENET;

  static List<Augmentation> augmentations() {
    Augmentation crop = Augmentation.framed(RandomResizedCrop.of(SIZE));
    Augmentation full =
        crop.withPad(2)
            .withCrop(9)
            .withReflect(true)
            .withCutout(3)
            .withEffects(List.of(RandAugment.ofImageNet(7), new ColourJitter(0.4, 0.4, 0.4, 0.1)))
            .withLighting(new Lighting(0.5))
            .withErasing(RandomErasing.of(0.7));
    return List.of(
        crop,
        Augmentation.framed(new RandomShortSide(SIZE, 12, 20, Filter.BICUBIC)),
        crop.withLighting(new Lighting(0.1)),
        crop.withErasing(RandomErasing.of(1)),
        full,
        full.withReflect(false).withAlternate(true),
        full.withFraming(null));
  }

  @ParameterizedTest
  @MethodSource("augmentations")
  void equalsOneStageAfterTheOther(Augmentation augmentation) {
    Dataset data = Sets.random(40, new Shape(3, 17, 13), 5);
    Painter painter = new Painter(data.shape(), augmentation, NORMALISATION, SEED, EPOCH);
    int values = (int) augmentation.resultOf(data.shape()).size();
    FloatBuffer out = FloatBuffer.allocate(values);
    for (int position = 0; position < 40; position++) {
      int index = (position * 7) % 40;
      painter.paint(data, index, position, out, 0);
      assertThat(out.array()).isEqualTo(naive(data, augmentation, index, position));
    }
  }

  private static Draw draw(int stage, int position) {
    return new Draw(SEED, EPOCH, position, stage);
  }

  private static int below(int bound, Purpose purpose, int position) {
    return Randomness.below(bound, Randomness.bits(SEED, purpose, EPOCH, position));
  }

  private static Image framed(Dataset data, Augmentation augmentation, int index, int position) {
    Image image = data.picture(index);
    RandomFraming framing = augmentation.framing();
    if (framing != null) {
      image = framing.draw(draw(0, position), image.height(), image.width()).apply(image);
    }
    for (int i = 0; i < augmentation.effects().size(); i++) {
      for (Effect effect :
          augmentation
              .effects()
              .get(i)
              .draw(draw(4 + i, position), image.height(), image.width())) {
        image = effect.apply(image);
      }
    }
    return image;
  }

  private static float[] naive(Dataset data, Augmentation augmentation, int index, int position) {
    Image image = framed(data, augmentation, index, position);
    int pad = augmentation.pad();
    int height = augmentation.crop() > 0 ? augmentation.crop() : image.height();
    int width = augmentation.crop() > 0 ? augmentation.crop() : image.width();
    int rows = image.height() - height + 2 * pad + 1;
    int columns = image.width() - width + 2 * pad + 1;
    int top = (rows == 1 ? 0 : below(rows, Purpose.CROP_ROW, position)) - pad;
    int left = (columns == 1 ? 0 : below(columns, Purpose.CROP_COLUMN, position)) - pad;
    boolean flip =
        augmentation.alternate()
            ? Randomness.bits(SEED, Purpose.FLIP, 0, index) < 0 ^ EPOCH % 2 == 1
            : Randomness.bits(SEED, Purpose.FLIP, EPOCH, position) < 0;
    Lighting lighting = augmentation.lighting();
    double[] light = lighting == null ? new double[3] : lighting.draw(draw(1, position));
    float[] result = new float[height * width * 3];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int fromY = place(top + y, image.height(), augmentation.reflect());
        int fromX = place(left + (flip ? width - 1 - x : x), image.width(), augmentation.reflect());
        for (int c = 0; c < 3 && fromY >= 0 && fromX >= 0; c++) {
          float mean = (float) (NORMALISATION.mean().get(c) - light[c]);
          float std = NORMALISATION.std().get(c).floatValue();
          result[(y * width + x) * 3 + c] = (image.value(fromY, fromX, c) / 255f - mean) / std;
        }
      }
    }
    int cut = augmentation.cutout();
    if (cut > 0) {
      int cutTop = below(height, Purpose.CUT_ROW, position) - cut / 2;
      int cutLeft = below(width, Purpose.CUT_COLUMN, position) - cut / 2;
      clear(result, height, width, new RandomErasing.Box(cutTop, cutLeft, cut, cut));
    }
    RandomErasing erasing = augmentation.erasing();
    RandomErasing.Box box = erasing == null ? null : erasing.draw(draw(2, position), height, width);
    if (box != null) {
      clear(result, height, width, box);
    }
    return result;
  }

  private static int place(int at, int size, boolean reflect) {
    if (at >= 0 && at < size) {
      return at;
    }
    int back = Math.abs(at);
    return !reflect ? -1 : back < size ? back : 2 * (size - 1) - back;
  }

  private static void clear(float[] values, int height, int width, RandomErasing.Box box) {
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (y >= box.top()
            && y < box.top() + box.height()
            && x >= box.left()
            && x < box.left() + box.width()) {
          for (int c = 0; c < 3; c++) {
            values[(y * width + x) * 3 + c] = 0;
          }
        }
      }
    }
  }
}
