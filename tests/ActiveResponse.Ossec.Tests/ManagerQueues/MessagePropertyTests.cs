using System.Text;
using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.Ossec.ManagerQueues;
using ActiveResponse.Ossec.ManagerQueues.Exact;
using ActiveResponse.Planning;
using ActiveResponse.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace ActiveResponse.Ossec.Tests.ManagerQueues;

/// <summary>Whatever stands in an alert: the reader of a queue takes apart what was meant.</summary>
public sealed class MessagePropertyTests
{
    private static readonly ManagerQueueOptions Manager = new() { Home = "/var/ossec" };

    private static Gen<string?> Texts =>
        Gen.OneOf(
            Gen.Elements<string?>(
                null,
                "",
                "-",
                "/var/log/auth.log",
                "(web01) 10.0.0.5->/var/log/my app.log",
                "(local_source) x",
                "(a b) x",
                ") NNS 001 x",
                "a\nb",
                "ünï/x",
                "-rf",
                "/a b;$(id)"
            ),
            ArbMap.Default.GeneratorFor<string>().Select(static text => (string?)text)
        );

    private static Gen<ResponseOrder> Orders =>
        from location in Gen.Elements(ResponseLocation.Local, ResponseLocation.All, ResponseLocation.DefinedAgent, ResponseLocation.Server)
        from agent in Gen.Elements("web01", "001", "32", "a b", "x)y", "", null)
        from source in Texts
        from file in Texts
        from id in Gen.Elements("1754300000.1", "", "1 2", "x y")
        select Order(location, agent, source, file, id);

    [Fact]
    public void Remoted_of_OSSEC_finds_the_agent_and_the_order() =>
        Prop.ForAll(
                Arb.From(Orders),
                static order =>
                {
                    var (messages, problem) = OrderMessages.Of(order, ConfigDialect.Ossec, Manager);
                    if (problem is not null)
                    {
                        return true;
                    }

                    var bytes = messages.Single().Bytes;
                    var text = Encoding.UTF8.GetString(bytes.Span);
                    if (bytes.Length > 1023 || text.Any(char.IsControl) || (messages[0].Queue == ManagerQueue.Host) != order.RunsHere)
                    {
                        return false;
                    }

                    if (order.RunsHere)
                    {
                        return text.StartsWith("firewall-drop600 - 203.0.113.9 ", StringComparison.Ordinal);
                    }

                    // As remoted does it: the name between the parentheses, then past one word, three letters, an id, and the rest is the
                    // order.
                    var close = text.IndexOf(')', StringComparison.Ordinal);
                    var words = text[(close + 2)..].Split(' ', 4);
                    return words[3].StartsWith("firewall-drop600 - 203.0.113.9 ", StringComparison.Ordinal)
                        && (words[1], words[2], text[1..close]) switch
                        {
                            ("ANN", "(null)", _) => order.Location == ResponseLocation.All,
                            ("NRN", "(null)", var name) => order.Location == ResponseLocation.Local
                                && name == AlertLocation.AgentName(order.Origin.Location),
                            ("NNS", var agent, _) => order.Location is ResponseLocation.DefinedAgent or ResponseLocation.Local
                                && agent == order.TargetAgent,
                            _ => false,
                        };
                }
            )
            .Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Analysisds_own_message_is_cut_and_never_ends_early() =>
        Prop.ForAll(
                Arb.From(Texts),
                Arb.From(Texts),
                static (location, file) =>
                {
                    var response = Some.Response(
                        "f",
                        locations: ResponseLocation.Server | ResponseLocation.Local,
                        expect: ExpectedFields.FileName
                    );
                    var voice = new AnalysisdMessages(
                        new ActiveResponseConfig { Dialect = ConfigDialect.Ossec, Responses = [response] },
                        new DaemonReading { OpensHostQueue = true }
                    );
                    var said = voice.Explain(Some.Alert() with { Location = location, FileName = file }).Single();
                    if (file is null)
                    {
                        return said.Refusal is { By: "missing-field" };
                    }

                    var bytes = said.Message!.Value.Bytes.Span;
                    return bytes.Length <= AnalysisdMessages.MaxBytes
                        && bytes.IndexOf((byte)0) < 0
                        && bytes.StartsWith("f600 - - 1754300000.1 5712 "u8)
                        && (bytes.Length == AnalysisdMessages.MaxBytes || bytes.EndsWith(LastPart(file)));
                }
            )
            .Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(2000));

    private static byte[] LastPart(string file)
    {
        var text = file.Split('\0')[0];
        return text.Length == 0 || char.IsSurrogate(text[^1]) ? [] : Encoding.UTF8.GetBytes(text[^1..]);
    }

    private static ResponseOrder Order(ResponseLocation location, string? agent, string? source, string? file, string id)
    {
        var order = Some.Order("firewall-drop");
        return order with
        {
            Location = location,
            RunsHere = location == ResponseLocation.Server,
            RunsElsewhere = location != ResponseLocation.Server,
            TargetAgent = agent,
            Subject = order.Subject with
            {
                File = string.IsNullOrEmpty(file) || file.StartsWith('-') || file.Any(char.IsControl) ? null : file,
            },
            Command = order.Command with { Expect = ExpectedFields.SourceAddress | ExpectedFields.FileName },
            Origin = order.Origin with { AlertId = id, Location = source, AgentName = AlertLocation.AgentName(source) },
        };
    }
}
