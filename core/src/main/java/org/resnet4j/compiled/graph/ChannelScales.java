package org.resnet4j.compiled.graph;

/**
 * Weights in 8 bits, symmetric around zero, with a scale for each output channel (Krishnamoorthi
 * 2018, section 3.1.1).
 *
 * @param values from -127 to 127, in the order of the weights
 * @param scales what the values of an output are multiplied with
 */
public record ChannelScales(byte[] values, float[] scales) {

  /**
   * Quantises weights. Those that were quantised once give the same numbers again.
   *
   * @param weights an equal number for each output, one output after the other
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
      scales[output] = scale == 0 ? 1 : scale; // Nothing but zeros, or next to nothing.
      for (int i = output * each; i < (output + 1) * each; i++) {
        values[i] = (byte) Math.round(weights[i] / scales[output]);
      }
    }
    return new ChannelScales(values, scales);
  }
}
