using ActiveResponse.Tool.Control;
using ActiveResponse.Tool.Import;

namespace ActiveResponse.Tool.Tests.Import;

/// <summary>How many requests an import takes.</summary>
public sealed class ImportRequestsTests
{
    private static readonly ControlRequest Block = new() { Command = ControlCommands.Block, By = "alice" };

    [Fact]
    public void Ten_thousand_blocks_with_ends_and_reasons_of_their_own_take_few_requests()
    {
        var blocks = Enumerable
            .Range(0, 10_000)
            .Select(static i => new ImportedBlock($"198.18.{i / 256}.{i % 256}", TimeSpan.FromSeconds(60 + i), $"jail {i}") { By = "bob" })
            .ToList();

        var requests = ImportRequests.Of(blocks, Block, keepsNames: true);

        requests.Should().HaveCountLessThan(60);
        var read = requests.SelectMany(Read).ToList();
        read.Select(static one => (one.Target, one.Seconds, one.Reason, one.By))
            .Should()
            .Equal(
                blocks.Select(static (block, i) => ((string?)block.Target, (long?)(60 + i), (string?)$"import: jail {i}", (string?)"bob"))
            );
    }

    [Fact]
    public void The_longest_reasons_still_fit_a_request()
    {
        var blocks = Enumerable
            .Range(0, 1_000)
            .Select(static i => new ImportedBlock($"198.18.{i / 256}.{i % 256}", Left: null)
            {
                Reason = new string('\u2028', 600),
                By = new string('"', 200),
            })
            .ToList();

        foreach (var request in ImportRequests.Of(blocks, Block, keepsNames: true))
        {
            Read(request).Should().OnlyContain(static one => one.Reason!.Length == 500 && one.By!.Length == 100 && one.Seconds == 0);
        }
    }

    [Fact]
    public void What_is_given_is_that_of_all()
    {
        var block = new ImportedBlock("198.18.0.1", Left: null) { Reason = "its own", By = "bob" };

        var one = Read(ImportRequests.Of([block], Block with { Reason = "given" }, keepsNames: false).Single()).Single();

        (one.Reason, one.By).Should().Be(("given", "alice"));
    }

    private static IEnumerable<ControlRequest> Read(ControlRequest request)
    {
        ControlRequest.TryRead(request.ToLine().AsMemory()[..^1], out var read).Should().BeNull();
        return Enumerable.Range(0, read.Targets!.Count).Select(read.Of);
    }
}
