using ActiveResponse.Planning;
using ActiveResponse.State;
using ActiveResponse.Testing;
using ActiveResponse.Testing.Conformance;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Testing;

/// <summary>The base of stores that watch another one behaves as that one does.</summary>
public sealed class DelegatingResponseStoreTests : ResponseStoreConformance
{
    protected override ValueTask<IResponseStore> CreateAsync() =>
        ValueTask.FromResult<IResponseStore>(new Plain(new InMemoryResponseStore()));

    [Fact]
    public async Task What_the_other_store_has_of_its_own_is_asked_there()
    {
        var inner = new Counting(new InMemoryResponseStore());
        IResponseStore store = new Plain(inner);

        store.IsDurable.Should().BeTrue();
        (await store.ListAsync(Some.Effect(1).Key.Subject, CancellationToken.None)).Should().BeEmpty();

        inner.Asked.Should().Be(1, "the default of the interface would list all");
    }

    private sealed class Plain(IResponseStore inner) : DelegatingResponseStore(inner);

    private sealed class Counting(IResponseStore inner) : DelegatingResponseStore(inner)
    {
        public int Asked { get; private set; }

        public override bool IsDurable => true;

        public override ValueTask<IReadOnlyList<EffectRecord>> ListAsync(Subject subject, CancellationToken cancellationToken)
        {
            Asked++;
            return Inner.ListAsync(subject, cancellationToken);
        }
    }
}
