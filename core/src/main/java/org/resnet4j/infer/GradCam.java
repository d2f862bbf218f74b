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
 * Grad-CAM: the regions of a picture that support a class (Selvaraju et al. 2017, equations 1 and
 * 2). The maps of the last convolutional stage are weighted by the mean gradient of the class score
 * with respect to each map and summed; negative sums are dropped.
 */
public final class GradCam {
  private GradCam() {}

  /**
   * The last named place of a network whose maps are larger than 1x1: {@code layer4} of a ResNet.
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
          "cannot explain " + network.name() + ": it has no named stage with maps larger than 1x1");
    }
    return last[0];
  }

  /**
   * The evidence {@code [n, 1, h, w]} in the caller's scope, from 0 to 1; all 0 if nothing supports
   * the class.
   *
   * @param images {@code [n, c, h, w]}
   * @param place as {@link #place} finds it
   * @param classes the class to explain, one for each image
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
