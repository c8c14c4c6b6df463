using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.Nftables;
using ActiveResponse.Testing;

namespace ActiveResponse.Tests.Responders.Firewall.Nftables;

public sealed class NftablesTimeoutUpdatesTests
{
    [Theory]
    [InlineData("6.12", true)]
    [InlineData("6.18.44", true)]
    [InlineData("7.0", true)]
    public async Task A_kernel_that_is_known_to_give_new_timeouts_is_not_tried(string kernel, bool updates)
    {
        var runner = NftablesAnswers.Host(oldKernel: true);

        (await Of(runner, Version.Parse(kernel)).ProbeAsync(CancellationToken.None)).Should().Be(updates);

        runner.Calls.Should().BeEmpty();
    }

    [Theory]
    [InlineData("6.11.9", true, false)]
    [InlineData("5.10", false, true)]
    [InlineData(null, true, false)]
    [InlineData(null, false, true)]
    public async Task An_older_or_unknown_kernel_is_tried_whatever_its_number(string? kernel, bool oldKernel, bool updates)
    {
        var runner = NftablesAnswers.Host(oldKernel);

        (await Of(runner, kernel is null ? null : Version.Parse(kernel)).ProbeAsync(CancellationToken.None)).Should().Be(updates);

        runner.Calls.Should().HaveCount(3, "it makes a set, looks, and removes it");
    }

    private static NftablesTimeoutUpdates Of(FakeCommandRunner runner, Version? kernel) =>
        new(new NftablesProgram(runner), "active_response", kernel);
}
