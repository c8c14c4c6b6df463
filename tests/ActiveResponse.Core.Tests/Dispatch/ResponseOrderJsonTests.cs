using System.Text;
using ActiveResponse.Configuration;
using ActiveResponse.Dispatch;
using ActiveResponse.Planning;
using ActiveResponse.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace ActiveResponse.Tests.Dispatch;

public sealed class ResponseOrderJsonTests
{
    private static readonly ResponseOrder Order = Some.Order() with
    {
        Command = Some.Command() with { Expect = ExpectedFields.SourceAddress | ExpectedFields.FileName, ExtraArguments = "-x \"1\"" },
        Subject = new Subject
        {
            Address = Some.Prefix("2001:db8::/64"),
            User = "alice",
            File = "/tmp/ä\n",
        },
        Location = ResponseLocation.DefinedAgent,
        TargetAgent = "003",
        RunsHere = false,
        RunsElsewhere = true,
        Timeout = TimeSpan.FromTicks(1_234_567_890_123),
        Origin = new ResponseOrigin
        {
            AlertId = "1.1",
            RuleId = uint.MaxValue,
            Level = 16,
            AgentId = "007",
            AgentName = "web01",
            Location = "/var/log",
            ConfigVersion = "0123456789ab",
            Reason = "a scan of the lab",
            By = "alice",
            AlertJson = "{\"a\":1}"u8.ToArray(),
        },
    };

    [Fact]
    public void What_is_written_is_read_again() =>
        Again(Order)
            .Should()
            .BeEquivalentTo(Order, static options => options.Excluding(static order => order.Origin.AlertJson))
            .And.Subject.As<ResponseOrder>()
            .Origin.AlertJson.ToArray()
            .Should()
            .Equal(Order.Origin.AlertJson.ToArray());

    [Fact]
    public void The_form_is_pinned() =>
        Encoding
            .UTF8.GetString(
                ResponseOrderJson.Write(
                    Some.Order() with
                    {
                        Origin = new ResponseOrigin
                        {
                            AlertId = "1.1",
                            RuleId = 5712,
                            Level = 10,
                        },
                    }
                )
            )
            .Should()
            .Be(
                """{"version":1,"response":"recorder600","command":{"name":"recorder","executable":"recorder","expect":"""
                    + """["srcip"],"timeoutAllowed":true},"responder":"recorder","subject":"""
                    + """{"address":"203.0.113.9"},"location":"local","here":true,"elsewhere":false,"timeout":"00:10:00","origin":"""
                    + """{"alert":"1.1","rule":5712,"level":10}}"""
            );

    // Long: one generator per member of an order.
    [Fact]
    public void Any_order_comes_through_unchanged()
    {
        var text = ArbMap
            .Default.GeneratorFor<NonNull<string>>()
            .Select(static s => new string([.. s.Get.EnumerateRunes().SelectMany(static rune => rune.ToString())]));
        var some = Gen.OneOf(text.Select(static s => (string?)s), Gen.Constant((string?)null));
        var orders =
            from name in text
            from executable in text
            from extra in some
            from user in some
            from file in some
            from agent in some
            from location in Gen.Elements(
                ResponseLocation.None,
                ResponseLocation.All,
                ResponseLocation.Local,
                ResponseLocation.DefinedAgent,
                ResponseLocation.Server
            )
            from ticks in ArbMap.Default.GeneratorFor<long>()
            from expect in Gen.Choose(0, 15)
            from json in ArbMap.Default.GeneratorFor<byte[]>()
            from flags in Gen.Choose(0, 7)
            from address in Gen.Elements<AddressPrefix?>(
                null,
                Some.Prefix("203.0.113.9"),
                Some.Prefix("2001:db8::/32"),
                Some.Prefix("0.0.0.0/0")
            )
            select Order with
            {
                ResponseName = name,
                Command = new CommandDefinition
                {
                    Name = name,
                    Executable = executable,
                    ExtraArguments = extra,
                    Expect = (ExpectedFields)expect & (ExpectedFields.User | ExpectedFields.SourceAddress | ExpectedFields.FileName),
                    TimeoutAllowed = (flags & 1) != 0,
                },
                Responder = executable,
                Subject = new Subject
                {
                    Address = address,
                    User = user,
                    File = file,
                },
                Location = location,
                TargetAgent = agent,
                RunsHere = (flags & 2) != 0,
                RunsElsewhere = (flags & 4) != 0,
                Timeout = TimeSpan.FromTicks(ticks),
                Origin = new ResponseOrigin
                {
                    AlertId = name,
                    RuleId = (uint)ticks,
                    Level = expect,
                    AgentId = agent,
                    AgentName = user,
                    Location = file,
                    AlertJson = json ?? [],
                },
            };
        Prop.ForAll(
                orders.ToArbitrary(),
                static order =>
                {
                    var again = Again(order);
                    return again.Origin.AlertJson.Span.SequenceEqual(order.Origin.AlertJson.Span)
                        && again with
                        {
                            Origin = again.Origin with { AlertJson = default },
                        } == order with { Origin = order.Origin with { AlertJson = default } };
                }
            )
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_come_back_as_they_were()
    {
        var order = Order with
        {
            Subject = new Subject { File = "/tmp/\udce9\ud83d\ude00" },
            Origin = Order.Origin with { Location = "/var/log/\udcff.log", AgentName = "\udc80" },
        };

        var again = Again(order);

        (again.Subject.File, again.Origin.Location, again.Origin.AgentName)
            .Should()
            .Be((order.Subject.File, order.Origin.Location, order.Origin.AgentName));
    }

    [Fact]
    public void Mutated_bytes_are_read_or_refused_and_never_throw()
    {
        var written = ResponseOrderJson.Write(Order);
        var edits = ArbMap.Default.GeneratorFor<(byte Value, int At, bool Cut)>().ListOf(3);
        Prop.ForAll(
                edits.ToArbitrary(),
                list =>
                {
                    var bytes = written.ToList();
                    foreach (var (value, at, cut) in list)
                    {
                        var index = (int)((uint)at % (uint)bytes.Count);
                        if (cut && bytes.Count > 1)
                        {
                            bytes.RemoveAt(index);
                        }
                        else
                        {
                            bytes[index] = value;
                        }
                    }

                    return ResponseOrderJson.TryRead(bytes.ToArray(), out var order, out var problem)
                        ? order is not null && problem is null
                        : order is null && problem is not null;
                }
            )
            .QuickCheckThrowOnFailure();
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), static bytes => !ResponseOrderJson.TryRead(bytes, out _, out _))
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Every_prefix_of_an_order_is_refused()
    {
        var written = ResponseOrderJson.Write(Order);
        Enumerable.Range(0, written.Length).Where(length => CanRead(written[..length])).Should().BeEmpty();
    }

    [Theory]
    [InlineData("\"version\":1", "\"version\":2", "version is 2")]
    [InlineData("\"version\":1,", "", "version is missing")]
    [InlineData("\"version\":1", "\"version\":1,\"sudo\":true", "no member 'sudo'")]
    [InlineData("\"here\":false", "\"here\":false,\"here\":true", "'here' comes twice")]
    [InlineData("\"here\":false,", "", "'here' is missing")]
    [InlineData("\"location\":\"defined-agent\"", "\"location\":\"everywhere\"", "'everywhere' is no location")]
    [InlineData("\"srcip\"", "\"srcport\"", "'srcport' is no field")]
    [InlineData("\"2001:db8::/64\"", "\"2001:db8::/129\"", "isn't an address")]
    [InlineData("\"2001:db8::/64\"", "\"0x7f.1\"", "isn't an address")]
    [InlineData("\"alice\"", "null", "not null")]
    [InlineData("\"alice\"", "7", "")]
    [InlineData("\"alice\"", "\"\\ud800\"", "")]
    [InlineData("\"level\":16", "\"level\":1e99", "")]
    [InlineData("\"timeoutAllowed\":true", "\"timeoutAllowed\":\"yes\"", "")]
    [InlineData("\"timeout\":\"", "\"timeout\":\"9999999999999999.", "isn't a time")]
    [InlineData("{\"version\"", "[{\"version\"", "object was expected")]
    [InlineData("\"alertJson\":\"", "\"alertJson\":\"*", "")]
    public void Reading_is_strict(string part, string instead, string why)
    {
        var text = Encoding.UTF8.GetString(ResponseOrderJson.Write(Order));
        text.Should().Contain(part);
        ResponseOrderJson
            .TryRead(Encoding.UTF8.GetBytes(text.Replace(part, instead, StringComparison.Ordinal)), out _, out var problem)
            .Should()
            .BeFalse();
        problem.Should().StartWith("the order can't be read: ").And.Match($"*{why}*");
    }

    [Fact]
    public void Nothing_may_follow_and_no_order_is_endless()
    {
        byte[] written = ResponseOrderJson.Write(Order);
        ResponseOrderJson.TryRead([.. written, .. "{}"u8], out _, out _).Should().BeFalse();
        ResponseOrderJson.TryRead([.. written, .. " \n"u8], out _, out _).Should().BeTrue();
        ResponseOrderJson
            .TryRead([.. written, .. new string(' ', ResponseOrderJson.MaxLength).Select(static c => (byte)c)], out _, out var problem)
            .Should()
            .BeFalse();
        problem.Should().Contain("1 MiB");
        ResponseOrderJson.TryRead(Encoding.UTF8.GetBytes(new string('[', 1000)), out _, out _).Should().BeFalse();
    }

    private static bool CanRead(byte[] bytes) => ResponseOrderJson.TryRead(bytes, out _, out _);

    private static ResponseOrder Again(ResponseOrder order) =>
        ResponseOrderJson.TryRead(ResponseOrderJson.Write(order), out var again, out var problem)
            ? again
            : throw new FormatException(problem);
}
