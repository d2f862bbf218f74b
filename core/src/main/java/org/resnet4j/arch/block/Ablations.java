package org.resnet4j.arch.block;

import static org.resnet4j.layer.Sequence.sequence;

import org.resnet4j.arch.CifarResNet;
import org.resnet4j.arch.ResNet;
import org.resnet4j.layer.Affine;
import org.resnet4j.layer.Conv;
import org.resnet4j.layer.Dropout;
import org.resnet4j.layer.Gated;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Pool;
import org.resnet4j.layer.Relu;
import org.resnet4j.layer.Residual;

/**
 * Variants of the basic block that He et al. 2016 rejected (Tables 1 and 2), and pooling in place
 * of stride. Those that change the shortcut do so in every block: where the shape changes, to what
 * the options' shortcut gives there. {@link CifarResNet#family} makes a family of the catalog from
 * each; the 1x1 shortcut of Table 1 is {@link Shortcut#ALL_PROJECTION}.
 */
public final class Ablations {
  private Ablations() {}

  /**
   * Constant scaling: {@code y = relu(branchFactor * branch + shortcutFactor * shortcut)}. He et
   * al. 2016, Fig. 2(b), with (shortcut, branch) of (0, 1), (0.5, 1) and (0.5, 0.5).
   */
  public static Block scaled(double shortcutFactor, double branchFactor) {
    return place ->
        sequence(
            place.name(),
            new Residual(
                times(branchFactor, Blocks.basicBranch(place)),
                times(shortcutFactor, place.shortcut())),
            new Relu());
  }

  private static Layer times(double factor, Layer layer) {
    return factor == 1 ? layer : sequence(layer, new Affine(factor, 0));
  }

  /**
   * Exclusive gating: {@code y = relu(g * branch + (1 - g) * shortcut)} with a gate {@code g =
   * sigmoid(conv1x1(x) + bias)} for each value. He et al. 2016, Fig. 2(c).
   *
   * @param bias where the bias of the gate starts, such as -6. It is a constant to which the
   *     learned bias of the convolution, which starts at 0, is added; so weight decay pulls towards
   *     this constant and not towards 0.
   */
  public static Block exclusiveGating(double bias) {
    return gated(bias, true);
  }

  /**
   * Shortcut-only gating: {@code y = relu(branch + (1 - g) * shortcut)}. He et al. 2016, Fig. 2(d).
   *
   * @param bias as in {@link #exclusiveGating}
   */
  public static Block shortcutOnlyGating(double bias) {
    return gated(bias, false);
  }

  private static Block gated(double bias, boolean exclusive) {
    return place -> {
      String name = place.name() + ".gate.0";
      Layer gate =
          sequence(
              new Conv(name, place.in(), place.out(), 1, place.stride(), 0, 1, true),
              new Affine(1, bias));
      Layer branch = Blocks.basicBranch(place);
      return sequence(
          place.name(), new Gated(gate, branch, place.shortcut(), exclusive), new Relu());
    };
  }

  /**
   * Dropout on the shortcut. He et al. 2016, Fig. 2(f), with a rate of 0.5. {@link Dropout}
   * enlarges what it keeps, so the expected scale of the shortcut is 1; section 3.1 of the paper
   * explains the failure of its networks by an expected scale of 0.5.
   */
  public static Block shortcutDropout(double rate) {
    return place ->
        sequence(
            place.name(),
            new Residual(Blocks.basicBranch(place), sequence(place.shortcut(), new Dropout(rate))),
            new Relu());
  }

  /** The second normalisation after the addition. He et al. 2016, Fig. 4(b). */
  public static Layer normAfterAddition(Place place) {
    place.options().refuseStrideOn1x1();
    int out = place.out();
    return sequence(
        place.name(),
        place.residual(
            sequence(
                place.conv("conv1", place.in(), out, 3, place.stride()),
                place.norm("bn1", out),
                new Relu(),
                place.conv("conv2", out, out, 3, 1))),
        place.norm("bn2", out),
        new Relu());
  }

  /**
   * The second ReLU in front of the addition, so that a branch can only add. He et al. 2016, Fig.
   * 4(c).
   */
  public static Layer reluBeforeAddition(Place place) {
    return sequence(place.name(), place.residual(sequence(Blocks.basicBranch(place), new Relu())));
  }

  /**
   * Pre-activation by a ReLU alone, with the normalisations after the convolutions. He et al. 2016,
   * Fig. 4(d). It belongs in a pre-activated {@link ResNet}, like {@link Blocks#preBasic}, and that
   * ends in a normalisation and a ReLU; the paper adds only an activation behind the last addition.
   */
  public static Layer reluOnlyPreActivation(Place place) {
    return Blocks.preActivated(place, new Relu(), Blocks.basicBranch(place));
  }

  /**
   * The same block, but a 2x2 max pooling in front of it halves the map where its stride did. An
   * incomplete window counts, so that all maps are of the same size as with the stride.
   */
  public static Block pooled(Block block) {
    return place ->
        place.stride() == 1
            ? block.at(place)
            : sequence(
                Pool.max(2, place.stride(), 0, true),
                block.at(
                    new Place(
                        place.name(), place.in(), place.out(), 1, place.first(), place.options())));
  }
}
