package org.resnet4j.bench.rival;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Torch;

/**
 * Measures the processor's peak: the best rate of a large matrix product and of a large
 * channels-last convolution, in fp32 and bf16 by libtorch, in 8-bit integers by oneDNN. It is a
 * lower bound of the true peak.
 */
final class PeakRival implements Rival {
  private static final int REPEATS = 4;

  /** Each side of the matrices: 17 GFLOP a product, far more work than memory traffic. */
  private static final long SIDE = 2048;

  /** A convolution of 3x3 on [32, 256, 28, 28], the inner layers of ResNet-50: 30 GFLOP. */
  private static final long[] IMAGES = {32, 256, 28, 28};

  private static final long[] KERNEL = {256, 256, 3, 3};
  private static final double PRODUCT_GFLOP = 2.0 * SIDE * SIDE * SIDE / 1e9;
  private static final double CONV_GFLOP = 2.0 * 32 * 28 * 28 * 256 * 256 * 9 / 1e9;

  private final Map<String, Kernel> kernels = new LinkedHashMap<>();

  private record Kernel(double gflop, Runnable work) {}

  /** Serves it; the argument is the number of threads. */
  public static void main(String[] words) {
    RivalLoop.serve(() -> new PeakRival(Integer.parseInt(words[0])));
  }

  private PeakRival(int threads) {
    Torch.setThreads(threads);
    add("fp32", ScalarType.Float);
    add("bf16", ScalarType.BFloat16);
    EightBitKernels integers = new EightBitKernels();
    add("int8", integers.product(SIDE), integers.convolution(IMAGES, KERNEL));
  }

  private void add(String name, ScalarType type) {
    Tensor a = torch.randn(new long[] {SIDE, SIDE}, Device.CPU.options(type));
    Tensor b = torch.randn(new long[] {SIDE, SIDE}, Device.CPU.options(type));
    Tensor x = torch.randn(IMAGES, Device.CPU.options(type)).contiguous(MemoryFormat.ChannelsLast);
    Tensor w = torch.randn(KERNEL, Device.CPU.options(type)).contiguous(MemoryFormat.ChannelsLast);
    add(name, () -> torch.mm(a, b), () -> convolve(x, w));
  }

  private void add(String name, Runnable product, Runnable convolution) {
    kernels.put(name + "-product", new Kernel(PRODUCT_GFLOP, product));
    kernels.put(name + "-convolution", new Kernel(CONV_GFLOP, convolution));
  }

  private static Tensor convolve(Tensor x, Tensor weight) {
    long[] one = {1, 1};
    return torch.conv2d(x, weight, new TensorOptional(), one, one, one, 1);
  }

  @Override
  public Map<String, Double> facts() {
    return Map.of();
  }

  /** The best GFLOP/s of each kernel; there is only one order. */
  @Override
  public Map<String, Double> run(String order) {
    Map<String, Double> rates = new LinkedHashMap<>();
    kernels.forEach((name, kernel) -> rates.put(name, rate(kernel)));
    return rates;
  }

  private static double rate(Kernel kernel) {
    double best = 0;
    for (int i = 0; i < REPEATS; i++) {
      try (PointerScope scope = new PointerScope();
          NoGradGuard guard = new NoGradGuard()) {
        long start = System.nanoTime();
        kernel.work().run();
        best = Math.max(best, kernel.gflop() / ((System.nanoTime() - start) / 1e9));
      }
    }
    return best;
  }
}
