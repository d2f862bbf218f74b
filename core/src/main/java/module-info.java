/** Deep residual learning: the packages that programs use; how they compute stays inside. */
@SuppressWarnings("requires-automatic") // ONNX Runtime, which few programs have.
module org.resnet4j {
  requires com.fasterxml.jackson.databind;
  requires java.net.http;
  requires org.bytedeco.dnnl;
  requires org.bytedeco.openblas;
  requires org.bytedeco.opencl;
  requires transitive java.desktop;
  requires transitive org.bytedeco.pytorch;
  requires static com.microsoft.onnxruntime;
  requires static transitive org.jspecify;

  exports org.resnet4j.arch;
  exports org.resnet4j.arch.block;
  exports org.resnet4j.arch.cost;
  exports org.resnet4j.compiled.plan;
  exports org.resnet4j.data;
  exports org.resnet4j.data.augment;
  exports org.resnet4j.data.folder;
  exports org.resnet4j.data.named;
  exports org.resnet4j.data.pictures;
  exports org.resnet4j.data.shards;
  exports org.resnet4j.evaluate;
  exports org.resnet4j.export;
  exports org.resnet4j.export.onnx;
  exports org.resnet4j.export.pytorch;
  exports org.resnet4j.export.torchscript;
  exports org.resnet4j.image;
  exports org.resnet4j.image.decode;
  exports org.resnet4j.image.effect;
  exports org.resnet4j.infer;
  exports org.resnet4j.io;
  exports org.resnet4j.io.download;
  exports org.resnet4j.layer;
  exports org.resnet4j.model;
  exports org.resnet4j.report;
  exports org.resnet4j.study;
  exports org.resnet4j.study.experiments;
  exports org.resnet4j.torch;
  exports org.resnet4j.train;
  exports org.resnet4j.train.optim;
  exports org.resnet4j.train.recipe;
  exports org.resnet4j.train.run;
  exports org.resnet4j.train.step;
  exports org.resnet4j.weights;

  // Jackson calls constructors of records that are not public.
  opens org.resnet4j.arch.block to
      com.fasterxml.jackson.databind;
  opens org.resnet4j.compiled.plan to
      com.fasterxml.jackson.databind;
  opens org.resnet4j.data.shards to
      com.fasterxml.jackson.databind;
  opens org.resnet4j.model to
      com.fasterxml.jackson.databind;
  opens org.resnet4j.study to
      com.fasterxml.jackson.databind;
  opens org.resnet4j.train.optim to
      com.fasterxml.jackson.databind;
  opens org.resnet4j.train.recipe to
      com.fasterxml.jackson.databind;
  opens org.resnet4j.train.run to
      com.fasterxml.jackson.databind;
}
