package org.resnet4j.export.onnx;

import org.resnet4j.compiled.graph.ChannelScales;

/**
 * Weights and bias of a layer as integers. The bias is added to the sums of products of integers,
 * so its scale is that of the input times that of the weights.
 *
 * @param bias empty if the layer has none
 */
record IntegerLayer(ChannelScales weights, int[] bias, float[] biasScales) {
  /**
   * The largest integer of a bias: half of what 32 bits hold, which leaves room for the sums of
   * products.
   */
  private static final double LARGEST = 0x1p30;

  /**
   * Quantises a layer. If the weights of an output are too small relative to its bias, as those of
   * dead channels are, the bias would overflow; these weights become smaller integers with a larger
   * scale.
   *
   * @param weights the same number for each output, output by output
   * @param bias one number for each output, or empty
   * @param inputScale of the values that the weights are multiplied with
   */
  static IntegerLayer of(float[] weights, float[] bias, int outputs, float inputScale) {
    ChannelScales quantised = ChannelScales.of(weights, outputs);
    float[] scales = quantised.scales();
    int[] integers = new int[bias.length];
    float[] biasScales = new float[bias.length];
    for (int output = 0; output < bias.length; output++) {
      float least = (float) (Math.abs(bias[output]) / LARGEST / inputScale);
      rescale(quantised, output, least);
      biasScales[output] = inputScale * scales[output];
      integers[output] = (int) Math.round((double) bias[output] / biasScales[output]);
    }
    return new IntegerLayer(quantised, integers, biasScales);
  }

  /** Raises the scale of an output's weights to at least {@code least}; if all are 0, sets it. */
  private static void rescale(ChannelScales weights, int output, float least) {
    byte[] values = weights.values();
    int each = values.length / weights.scales().length;
    int from = output * each;
    float scale = isZero(values, from, from + each) ? 0 : weights.scales()[output];
    if (scale < least) {
      for (int i = from; i < from + each; i++) {
        values[i] = (byte) Math.round(values[i] * (scale / least));
      }
      weights.scales()[output] = least;
    }
  }

  private static boolean isZero(byte[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      if (values[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
