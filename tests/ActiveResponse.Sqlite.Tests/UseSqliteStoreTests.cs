using System.Net;
using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Planning;
using ActiveResponse.Sqlite.Tests.Support;
using ActiveResponse.State;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ActiveResponse.Sqlite.Tests;

public sealed class UseSqliteStoreTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_block_and_its_history_outlive_the_host()
    {
        var address = AddressPrefix.From(IPAddress.Parse("203.0.113.9"));
        await using (var first = Host(new RecordingResponder("firewall-drop")))
        {
            var engine = first.GetRequiredService<ActiveResponseEngine>();
            await engine.StartAsync();
            await engine.ReceiveAsync(Some.Effect(1).Order with { Subject = Subject.Of(address) });
        }

        await using var second = Host(new RecordingResponder("firewall-drop"));
        var effects = await second.GetRequiredService<ActiveResponseEngine>().ListAsync();
        var history = await second
            .GetRequiredService<IResponseStore>()
            .ListHistoryAsync(new HistoryQuery { Subject = Subject.Of(address) }, CancellationToken.None);

        effects.Should().ContainSingle().Which.State.Should().Be(EffectState.Applied);
        history.Should().ContainSingle().Which.RuleId.Should().Be(5712);
    }

    [Fact]
    public async Task A_path_that_is_none_fails_the_start()
    {
        await using var host = new ServiceCollection().AddActiveResponse().UseSqliteStore("state.db").Services.BuildServiceProvider();
        host.Invoking(static services => services.GetRequiredService<ActiveResponseEngine>())
            .Should()
            .Throw<OptionsValidationException>()
            .WithMessage("SqliteStoreOptions.File must be the full path of a file but is 'state.db'");
    }

    [Fact]
    public async Task A_host_whose_store_is_in_use_does_not_start()
    {
        _folder.Open();
        await using var host = Host(new RecordingResponder());

        FluentActions
            .Invoking(() => host.GetRequiredService<ActiveResponseEngine>())
            .Should()
            .Throw<ResponseStoreException>()
            .Which.Failure.Should()
            .Be(StoreFailure.InUse);
    }

    private ServiceProvider Host(RecordingResponder responder)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_folder.Clock);
        services.AddActiveResponse().UseSqliteStore(_folder.File).AddResponder(_ => responder);
        return services.BuildServiceProvider();
    }
}
