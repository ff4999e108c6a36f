// What ProjectionAdapter does for a method, where the conformance suite does not look: refusals, and options in files.
using PluginHost.Tests.Plugins;
using PluginHost.TextModels;
using TorchSharp;
using Xunit;

namespace PluginHost.Tests.Sdk;

public sealed class ProjectionAdapterTests : IDisposable
{
    private const AdapterTraits Promised = AdapterTraits.FreshIsIdentity | AdapterTraits.FreezesBase;

    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly Model _model = new Registrations(new TextModelsPlugin()).Make<Model>(
        Kind.Model, "gpt2", new Gpt2Options { Vocabulary = 11, Layers = 1, Heads = 2, Width = 8, Context = 8 }, new ModelContext());

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void A_target_that_is_no_linear_map_is_refused_before_the_model_is_changed()
    {
        var refused = Assert.Throws<RecipeException>(() => Attach("default", Promised, "wte"));
        Assert.Equal("transformer.wte is a Embedding, and this method acts on linear maps only. Set Targets to some of these.", refused.Message);
        Assert.All(_model.parameters(), parameter => Assert.True(parameter.requires_grad));
        Assert.DoesNotContain(_model.named_modules(), pair => pair.module is AdaptedModule);
    }

    [Fact]
    public void A_method_that_does_not_promise_it_is_not_merged()
    {
        var adapter = Attach("default", Promised, "c_attn");
        Assert.Contains("cannot be merged", Assert.Throws<PluginHostException>(adapter.Merge).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_adapter_under_another_is_merged_after_it()
    {
        var (inner, outer) = (Attach("inner", Promised | AdapterTraits.Mergeable, "c_attn"), Attach("outer", Promised | AdapterTraits.Mergeable, "c_attn"));
        var refused = Assert.Throws<PluginHostException>(inner.Merge);
        Assert.Equal("doubled: \"inner\" cannot be merged while an adapter that was attached after it stands on transformer.h.0.attn.c_attn; merge or take off that one first.", refused.Message);
        var batch = new Batch { [Fields.InputIds] = torch.arange(6, dtype: torch.int64).view(1, 6) };
        using var frozen = torch.no_grad();
        foreach (var (_, factor) in inner.Parameters.Concat(outer.Parameters)) factor.fill_(1.5);
        var expected = _model.call(batch)[Fields.LastHiddenState].clone();
        outer.Merge();
        inner.Merge();
        Assert.True(torch.allclose(_model.call(batch)[Fields.LastHiddenState], expected, 1e-4, 1e-5));
    }

    [Fact]
    public void Options_are_kept_in_the_adapters_file_and_foreign_keys_passed_over()
    {
        var config = Attach("default", Promised, "c_attn").ToPeftConfig();
        Assert.Equal("""{"targets":["c_attn"],"peft_type":"DOUBLED"}""", config.ToJsonString());
        config["task_type"] = "SEQ_CLS";
        Assert.Equal(["c_attn"], ProjectionAdapter.ReadConfig<DoubledOptions>(config).Targets);
        Assert.Equal("ACME_LORA", ProjectionAdapter.FormatOf("acme-lora"));
    }

    private ProjectionAdapter Attach(string name, AdapterTraits traits, params string[] targets)
    {
        var context = new AdapterContext { Model = _model, Name = name, Method = "doubled" };
        var adapter = new ProjectionAdapter(context, new DoubledOptions { Targets = targets }, targets, traits, target => new Doubled(target));
        _model.Attach(adapter);
        return adapter;
    }

    public sealed record DoubledOptions
    {
        public IReadOnlyList<string> Targets { get; init; } = [];
    }

    // The weight's part of the output times a factor; the bias stays as it is.
    private sealed class Doubled : AdaptedProjection
    {
        private readonly torch.Tensor _factor;

        public Doubled(NamedModule target) : base(target) => _factor = Add("factor", torch.ones(1));

        public override torch.Tensor Merged(torch.Tensor weight) => weight * _factor;

        protected override torch.Tensor Adapt(torch.Tensor input, torch.Tensor output) => Bias is { } bias ? (output - bias) * _factor + bias : output * _factor;
    }
}
