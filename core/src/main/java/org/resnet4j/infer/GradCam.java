package org.resnet4j.infer;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Cut;
import org.resnet4j.arch.cost.Shapes;
import org.resnet4j.layer.Shape;
import org.resnet4j.torch.Network;

/**
 * Where in a picture the evidence for a class lies. Selvaraju et al. 2017, "Grad-CAM", equations 1
 * and 2: the maps of the last convolutional stage, each weighted by the mean gradient of the class
 * with respect to it, added, and what speaks against the class left out.
 */
public final class GradCam {
  private GradCam() {}

  /**
   * The last place of a network whose maps still have an extent: {@code layer4} of a ResNet.
   *
   * @throws IllegalArgumentException if it has none
   */
  public static String place(Architecture network) {
    List<String> places = Cut.places(network.layers()).toList();
    String[] last = {""};
    network
        .layers()
        .apply(
            new Shapes() {
              @Override
              public Shape mark(String name, Shape x) {
                if (x.height() > 1 && x.width() > 1 && places.contains(name)) {
                  last[0] = name;
                }
                return x;
              }
            },
            network.options().input());
    if (last[0].isEmpty()) {
      throw new IllegalArgumentException(
          network.name() + " has no named stage whose maps could show where it looks");
    }
    return last[0];
  }

  /**
   * The evidence, in the caller's scope: {@code [n, 1, h, w]}, from 0 to 1, all 0 where nothing
   * speaks for the class.
   *
   * @param images {@code [n, c, h, w]}
   * @param place as {@link #place} finds it
   * @param classes whose evidence is wanted, for each image
   */
  public static Tensor evidence(Network network, Tensor images, String place, long[] classes) {
    Network.Sensitivity sensitivity =
        network.sensitivity(images, place, network.device().move(torch.tensor(classes)));
    Tensor weights =
        sensitivity.gradients().mean(new long[] {2, 3}, true, new ScalarTypeOptional());
    Tensor sum =
        weights
            .mul(sensitivity.features())
            .sum(new long[] {1}, true, new ScalarTypeOptional())
            .relu();
    return sum.div(sum.amax(new long[] {2, 3}, true).clamp_min(new Scalar(Float.MIN_NORMAL)));
  }
}
