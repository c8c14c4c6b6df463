using System.Text;
using ActiveResponse.Tool.Control;
using FsCheck;
using FsCheck.Fluent;

namespace ActiveResponse.Tool.Tests.Control;

public sealed class ControlRequestTests
{
    private static readonly ControlRequest[] Real =
    [
        new() { Command = ControlCommands.List },
        new()
        {
            Command = ControlCommands.History,
            Target = "203.0.113.9",
            Limit = 100,
        },
        new() { Command = ControlCommands.Lift, All = true },
        new()
        {
            Command = ControlCommands.Extend,
            Target = "2001:db8::9",
            Seconds = 600,
        },
        new()
        {
            Command = ControlCommands.Block,
            Target = "198.51.100.0/24",
            Seconds = 0,
            With = "firewall-drop",
            Reason = "a scan of the \u2028 lab",
            By = "alice",
        },
        new()
        {
            Command = ControlCommands.View,
            Method = ViewMethods.Explain,
            Body = "{\"alert\":\"é \\\" \"}",
            By = "operator",
        },
        new() { Command = ControlCommands.AllowAdd, Target = "admin.example.net" },
        new()
        {
            Command = ControlCommands.List,
            Target = "203.0.113.0/24",
            Within = true,
            Rule = 5712,
            Responder = "firewall-drop",
            State = "active",
        },
        new()
        {
            Command = ControlCommands.History,
            Since = 1_790_000_000,
            Until = 1_790_003_600,
        },
    ];

    [Fact]
    public void Several_targets_are_read_as_sent()
    {
        var request = new ControlRequest { Command = ControlCommands.Lift, Targets = ["203.0.113.9", "root", "-"] };

        ControlRequest.TryRead(request.ToLine().AsMemory()[..^1], out var read).Should().BeNull();

        read.Targets.Should().Equal(request.Targets);
        (read with { Targets = null }).Should().Be(request with { Targets = null });
    }

    [Fact]
    public void What_is_sent_is_what_is_read()
    {
        foreach (var request in Real)
        {
            ControlRequest.TryRead(request.ToLine().AsMemory()[..^1], out var read).Should().BeNull();
            read.Should().Be(request);
        }
    }

    [Fact]
    public void No_bytes_make_it_throw() =>
        Prop.ForAll<byte[]>(static bytes => ControlRequest.TryRead(bytes, out _) is not null)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));

    [Fact]
    public void No_mutation_of_a_real_request_makes_it_throw_or_name_another_command()
    {
        var places = Gen.Choose(0, 200).Three().Zip(Gen.Choose(0, 255)).ToArbitrary();
        Prop.ForAll(
                places,
                static mutation =>
                {
                    var ((which, at, how), value) = mutation;
                    var line = Real[which % Real.Length].ToLine()[..^1].ToList();
                    at %= line.Count;
                    switch (how % 3)
                    {
                        case 0:
                            line[at] = (byte)value;
                            break;
                        case 1:
                            line.RemoveAt(at);
                            break;
                        default:
                            line.Insert(at, (byte)value);
                            break;
                    }

                    return ControlRequest.TryRead(line.ToArray(), out var read) is not null || ControlCommands.All.Contains(read.Command);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));
    }

    [Theory]
    [InlineData("""{"command":"reboot"}""")]
    [InlineData("""{"target":"203.0.113.9"}""")]
    [InlineData("""{"command":"lift","all":true,"only":"198.51.100.7"}""")]
    [InlineData("""{"command":"lift","all":1}""")]
    [InlineData("""{"command":"block","target":"203.0.113.9","seconds":1.5}""")]
    [InlineData("""["lift"]""")]
    public void What_is_not_as_it_should_be_is_refused_as_a_whole(string line) =>
        ControlRequest.TryRead(Encoding.UTF8.GetBytes(line), out _).Should().NotBeNull();
}
