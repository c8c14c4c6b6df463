using ActiveResponse.DependencyInjection;
using ActiveResponse.Tests.Responders.Firewall.HostsDeny;

namespace ActiveResponse.Tests.Reconciliation;

/// <summary>What somebody does to hosts.deny while the engine runs.</summary>
public sealed class HostsDenyDriftTests : IDisposable
{
    private const string Foreign = "# administrator\nsshd : 198.51.100.7\n";

    private readonly HostsDenyFixture _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task Lines_of_an_emptied_file_come_back() => await RunAsync(DriftScene.All, () => _file.Text = "");

    [Fact]
    public async Task Lines_of_a_deleted_file_come_back() => await RunAsync(DriftScene.All, () => File.Delete(_file.File));

    [Fact]
    public async Task Lines_of_a_file_that_another_took_the_place_of_come_back_below_what_it_says() =>
        await RunAsync(
            DriftScene.All,
            () =>
            {
                var other = Path.Combine(_file.Folder, "other");
                File.WriteAllText(other, "# another\nvsftpd : 198.51.100.8\n");
                File.Move(other, _file.File, overwrite: true);
            }
        );

    [Fact]
    public async Task A_line_that_was_deleted_comes_back_and_what_was_edited_beside_it_stays() =>
        await RunAsync(
            1,
            () =>
                _file.Text = string.Concat(
                        Lines()
                            .Where(static line =>
                                !line.Contains("203.0.113.7 ", StringComparison.Ordinal)
                                && !line.EndsWith("203.0.113.7", StringComparison.Ordinal)
                            )
                            .Select(static line => line + "\n")
                    )
                    .Replace("198.51.100.7", "198.51.100.9", StringComparison.Ordinal)
        );

    private async Task RunAsync(int gone, Action damage)
    {
        _file.Text = Foreign;
        await using var scene = new DriftScene("host-deny", null, builder => builder.AddHostsDeny(_file.Options))
        {
            Ours = () =>
                Task.FromResult(
                    Of(static line =>
                        line.Contains("203.0.113.", StringComparison.Ordinal) || line.Contains("2001:db8", StringComparison.Ordinal)
                    )
                ),
            Theirs = () =>
                Task.FromResult(
                    Of(static line =>
                        line.Contains("198.51.100", StringComparison.Ordinal)
                        || line.StartsWith("# a", StringComparison.Ordinal) && !line.StartsWith("# active", StringComparison.Ordinal)
                    )
                ),
            Other = clock => HostsDenyFixture.Backend(_file.Options, clock),
        };

        await scene.RunAsync(
            gone,
            mostRuns: 0,
            () =>
            {
                damage();
                return Task.CompletedTask;
            }
        );
    }

    private string Of(Func<string, bool> take) => string.Concat(Lines().Where(take).Select(static line => line + "\n"));

    private string[] Lines() => File.Exists(_file.File) ? _file.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries) : [];
}
