package org.resnet4j.train.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.resnet4j.data.Dataset;
import org.resnet4j.image.Image;
import org.resnet4j.layer.Shape;
import org.resnet4j.torch.HostMemory;
import org.resnet4j.train.TinyRun;

/** The values are those that {@code class_weights.py} prints. */
class LossTest {
  private static final float[] LOGITS = {
    1, -0.5f, 0.25f, 0, 2, -1, -1.5f, 0.5f, 0.75f, 0.125f, 0.25f, -2
  };
  private static final long[] LABELS = {0, 1, 2, 2};

  /** So many images of each class; only labels are asked for. */
  private record Labels(int... counts) implements Dataset {
    @Override
    public String name() {
      return "labels";
    }

    @Override
    public List<String> classes() {
      return List.of("a", "b", "c", "d").subList(0, counts.length);
    }

    @Override
    public Shape shape() {
      return new Shape(3, 8, 8);
    }

    @Override
    public int size() {
      return java.util.stream.IntStream.of(counts).sum();
    }

    @Override
    public int label(int index) {
      int label = 0;
      int end = counts[0];
      while (index >= end) {
        end += counts[++label];
      }
      return label;
    }

    @Override
    public void image(int index, Image reuse) {
      throw new UnsupportedOperationException();
    }
  }

  private static Recipe recipe(boolean balanced) {
    return TinyRun.fastRecipe(3).withBalanced(balanced);
  }

  @Test
  void weightsAreInverseFrequenciesWithMeanOne() {
    Loss loss = Loss.of(recipe(true), new Labels(6, 3, 1));
    assertThat(loss.labelSmoothing()).isEqualTo(0.1);
    assertThat(loss.classWeights().get(0)).isEqualTo(0.5555555555555556, within(1e-15));
    assertThat(loss.classWeights().get(1)).isEqualTo(1.1111111111111112, within(1e-15));
    assertThat(loss.classWeights().get(2)).isEqualTo(3.3333333333333335, within(1e-15));
    assertThat(Loss.of(recipe(true), new Labels(5, 5)).classWeights()).containsExactly(1.0, 1.0);
    assertThat(Loss.of(recipe(false), new Labels(6, 3, 1)).classWeights()).isEmpty();
  }

  @Test
  void aClassWithoutImagesHasNoWeight() {
    Loss loss = Loss.of(recipe(true), new Labels(6, 0, 2));
    assertThat(loss.classWeights()).hasSize(3).element(1).isEqualTo(0.0);
    double mean = (6 * loss.classWeights().get(0) + 2 * loss.classWeights().get(2)) / 8;
    assertThat(mean).isEqualTo(1, within(1e-12));
  }

  @Test
  void lossesAndGradientsAreThoseOfPyTorch() {
    List<Double> weights = Loss.of(recipe(true), new Labels(6, 3, 1)).classWeights();
    check(
        new Loss(0, weights),
        new double[] {
          0.2933198576973944, 0.18871779950698409, 2.1116777722787647, 9.79025618980993
        },
        new double[] {
          -0.05697254671433158, 0.018278006548182547, 0.03869454016614903, 0.03172088871794291,
          -0.043390351532961266, 0.011669462815018348, 0.04661537351611255, 0.3444436099831617,
          -0.3910589834992742, 0.3699459320054204, 0.4192036605703075, -0.7891495925757279
        });
    check(
        new Loss(0.1, weights),
        new double[] {
          0.49087271812576216, 0.5685240598527037, 2.0570198095907526, 9.17805819513425
        },
        new double[] {
          -0.03133001902016084, 0.0126743485985598, 0.01865567042160106, 0.02867730352421043,
          -0.013152461702201888, -0.015524841822008514, 0.03965497521067729, 0.3179621702247443,
          -0.3576171454354216, 0.3468190057755198, 0.3889842182825328, -0.7358032240580527
        });
  }

  private static void check(Loss loss, double[] losses, double[] gradient) {
    try (PointerScope scope = new PointerScope()) {
      Tensor logits = torch.tensor(LOGITS).reshape(4, 3).set_requires_grad(true);
      Tensor each = loss.each(logits, torch.tensor(LABELS));
      assertClose(each, losses);
      Tensor mean = each.sum().div(new Scalar(4));
      assertClose(torch.grad(new TensorVector(mean), new TensorVector(logits)).get(0), gradient);
    }
  }

  private static void assertClose(Tensor ours, double[] theirs) {
    float[] values = HostMemory.floats(ours);
    assertThat(values).hasSize(theirs.length);
    for (int i = 0; i < values.length; i++) {
      assertThat((double) values[i]).as("value %d", i).isEqualTo(theirs[i], within(2e-6));
    }
  }
}
