package org.resnet4j.compiled.graph;

/**
 * Symmetric int8 weights with a scale for each output channel (Krishnamoorthi 2018, section 3.1.1).
 *
 * @param values from -127 to 127, in the order of the weights
 * @param scales the factor of each output's values
 */
public record ChannelScales(byte[] values, float[] scales) {

  /**
   * Quantises weights. Weights that were quantised before give the same numbers again.
   *
   * @param weights equally many for each output, one output after the other
   */
  public static ChannelScales of(float[] weights, int outputs) {
    int each = weights.length / outputs;
    byte[] values = new byte[weights.length];
    float[] scales = new float[outputs];
    for (int output = 0; output < outputs; output++) {
      float largest = 0;
      for (int i = output * each; i < (output + 1) * each; i++) {
        largest = Math.max(largest, Math.abs(weights[i]));
      }
      float scale = largest / 127;
      scales[output] = scale == 0 ? 1 : scale; // All zeros, or nearly zeros.
      for (int i = output * each; i < (output + 1) * each; i++) {
        values[i] = (byte) Math.round(weights[i] / scales[output]);
      }
    }
    return new ChannelScales(values, scales);
  }
}
