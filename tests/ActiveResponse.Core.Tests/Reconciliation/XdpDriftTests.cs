using ActiveResponse.DependencyInjection;
using ActiveResponse.Tests.Responders.Firewall.Xdp;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.Tests.Reconciliation;

/// <summary>What somebody does to XDP while the engine runs.</summary>
public sealed class XdpDriftTests
{
    [Theory]
    [InlineData("")]
    [InlineData("program")]
    [InlineData("hosts6")]
    [InlineData("*")]
    public async Task Blocks_come_back_with_what_was_removed(string removed)
    {
        using var lab = await XdpLab.PairAsync();
        await using var scene = new DriftScene(
            "xdp",
            space: null,
            builder => builder.AddFirewall(provider => lab.Backend(lab.Options, provider.GetRequiredService<TimeProvider>()))
        )
        {
            Ours = lab.DescribeAsync,
            Other = clock => lab.Backend(lab.Options, clock),
        };

        await scene.RunAsync(
            DriftScene.All,
            mostRuns: 0,
            () =>
            {
                if (removed is "" or "*")
                {
                    lab.Detach(XdpLab.Interface);
                }

                Array.ForEach(Directory.GetFiles(lab.Pins, removed), File.Delete);
                return Task.CompletedTask;
            }
        );
    }
}
