// A convolutional network for text.
namespace MyNamePlugin;

/// <summary>
/// h = projection(relu(convolution(embedding(x)))), and the largest of each feature over the row (Kim 2014, "Convolutional neural networks for
/// sentence classification", with one kernel). Its weights' names in files are those of the fields.
/// </summary>
public sealed class MyNameModel : Model
{
    private readonly MyNameOptions _options;

    // Of this type, so that an adapter can put a module of its own in the place of each.
    private readonly nn.Module<Tensor, Tensor> embeddings, convolution, projection;

    public MyNameModel(MyNameOptions options, ModelContext context) : base("my-name")
    {
        VocabularySize = options.Vocabulary ?? context.Tokenizer?.VocabularySize
            ?? throw new RecipeException("model \"my-name\" needs a vocabulary: set Vocabulary, or give the stage a tokenizer, such as .Tokenizer(\"bytes\").");
        _options = options;
        embeddings = nn.Embedding(VocabularySize, options.Width);
        convolution = nn.Conv1d(options.Width, options.Width, options.Kernel, padding: options.Kernel / 2);
        projection = nn.Linear(options.Width, options.Width);
        RegisterComponents();
    }

    public override int HiddenSize => _options.Width;

    public override int VocabularySize { get; }

    public override nn.Module<Tensor, Tensor> InputEmbeddings => embeddings;

    public override IReadOnlyList<string> DefaultTargets => ["projection"];

    /// <summary>The options that a <c>config.json</c> describes.</summary>
    public static MyNameOptions ReadConfig(JsonObject file)
    {
        var config = new HuggingFaceConfig(file);
        return new MyNameOptions { Vocabulary = config.Int("vocab_size"), Width = config.Int("hidden_size"), Kernel = config.Int("kernel_size") };
    }

    public override JsonObject ToConfig() => new()
    {
        ["model_type"] = "my-name",
        ["vocab_size"] = VocabularySize,
        ["hidden_size"] = _options.Width,
        ["kernel_size"] = _options.Kernel,
    };

    public override HeadPlacement PlaceHead(string head) => new("classifier", Pooling.Pooler, Bias: true);

    protected override Outputs Encode(Batch batch)
    {
        var embedded = batch.Find(Fields.InputsEmbeds) ?? embeddings.call(batch[Fields.InputIds]);              // [B, T, H]
        var mask = batch.Find(Fields.AttentionMask)?.unsqueeze(-1) ?? ones(embedded.size(0), embedded.size(1), 1, dtype: int64, device: embedded.device);
        // What is padding must not reach its neighbours through the convolution.
        var features = convolution.call((embedded * mask.to(embedded.dtype)).transpose(1, 2)).transpose(1, 2);  // [B, T, H]
        var hidden = projection.call(nn.functional.relu(features));
        var largest = hidden.masked_fill(mask.eq(0), -1e4).amax(1);                                             // [B, H]
        return new Outputs(batch) { [Fields.LastHiddenState] = hidden, [Fields.PoolerOutput] = largest };
    }
}
