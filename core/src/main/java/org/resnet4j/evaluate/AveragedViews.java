package org.resnet4j.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.resnet4j.data.Dataset;
import org.resnet4j.data.Normalisation;
import org.resnet4j.image.Filter;
import org.resnet4j.image.Image;
import org.resnet4j.layer.Shape;
import org.resnet4j.model.Pixels;
import org.resnet4j.torch.HostMemory;
import org.resnet4j.torch.Network;

/** Class probabilities of images, averaged over several views of each. */
final class AveragedViews {
  private final Network network;
  private final Pixels pixels;
  private final Views views;
  private final Filter filter;
  private final int atOnce;
  private final int classes;

  /** A view and the index of its image. */
  private record View(int image, Image pixels) {}

  /**
   * @param atOnce how many images of the data set's shape have the pixels of one batch
   */
  AveragedViews(
      Network network, Normalisation normalisation, Views views, Filter filter, int atOnce) {
    this.network = network;
    this.pixels = new Pixels(normalisation, network.device());
    this.views = views;
    this.filter = filter;
    this.atOnce = atOnce;
    this.classes = network.architecture().options().classes();
  }

  /**
   * The logarithms of the mean probabilities of images {@code from} to before {@code to}, {@code
   * [image, class]}. Views of one shape are computed together.
   */
  float[] of(Dataset data, int from, int to) {
    Map<Shape, List<View>> byShape = new LinkedHashMap<>();
    int each = 0;
    for (int image = from; image < to; image++) {
      List<Image> shown = views.of(data, image, filter);
      for (Image view : shown) {
        byShape
            .computeIfAbsent(Pixels.shape(view), shape -> new ArrayList<>())
            .add(new View(image - from, view));
      }
      each = shown.size();
    }
    double[] logSums = new double[(to - from) * classes];
    Arrays.fill(logSums, Double.NEGATIVE_INFINITY);
    byShape.forEach(
        (shape, all) -> {
          int most = (int) Math.max(1, atOnce * data.shape().size() / shape.size());
          for (int start = 0; start < all.size(); start += most) {
            add(all.subList(start, Math.min(start + most, all.size())), logSums);
          }
        });
    float[] logMeans = new float[logSums.length];
    for (int i = 0; i < logMeans.length; i++) {
      logMeans[i] = (float) (logSums[i] - Math.log(each));
    }
    return logMeans;
  }

  private void add(List<View> shown, double[] logSums) {
    float[] logits;
    try (PointerScope scope = new PointerScope()) {
      logits =
          HostMemory.floats(network.forward(pixels.of(shown.stream().map(View::pixels).toList())));
    }
    for (int i = 0; i < shown.size(); i++) {
      int in = i * classes;
      int out = shown.get(i).image() * classes;
      double all = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < classes; c++) {
        all = logOfSum(all, logits[in + c]);
      }
      for (int c = 0; c < classes; c++) {
        logSums[out + c] = logOfSum(logSums[out + c], logits[in + c] - all);
      }
    }
  }

  /** {@code log(exp(a) + exp(b))} without leaving the range of numbers. */
  private static double logOfSum(double a, double b) {
    double larger = Math.max(a, b);
    return larger == Double.NEGATIVE_INFINITY
        ? larger
        : larger + Math.log1p(Math.exp(Math.min(a, b) - larger));
  }
}
