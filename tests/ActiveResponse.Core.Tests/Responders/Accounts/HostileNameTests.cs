using ActiveResponse.Responders;
using ActiveResponse.Responders.Accounts;
using ActiveResponse.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace ActiveResponse.Tests.Responders.Accounts;

/// <summary>Names from crafted log lines never reach a program.</summary>
public sealed class HostileNameTests
{
    public static TheoryData<string> Names =>
        [
            "",
            " ",
            "root",
            " root",
            "root ",
            "root\n",
            "\troot",
            "-l",
            "-",
            "--help",
            "-u",
            "+root",
            "~root",
            "../root",
            "a/b",
            "root,mallory",
            "root:x",
            "a b",
            "a=b",
            "account_locked=true",
            "`id`",
            "$(id)",
            "'",
            "\"",
            "\\",
            "*",
            "?",
            "a\0b",
            "\u001b[2J",
            "ma\u0142gorzata",
            "r\u043e\u043et",
            "\u202etoor",
            "\ud800",
            "\uff52oot",
            new string('x', 257),
            new string('x', 10_000),
        ];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task No_program_is_run_for(string name)
    {
        var runner = new FakeCommandRunner();
        foreach (var system in new[] { AccountSystem.Linux, AccountSystem.Solaris, AccountSystem.Aix })
        {
            var responder = Responder(runner, system);

            var applied = await responder.ApplyAsync(name);
            var reverted = await responder.RevertAsync(name);

            applied.Outcome.Should().Be(ActionOutcome.Refused);
            reverted.Outcome.Should().Be(ActionOutcome.AlreadyLifted);
            (applied.Detail + reverted.Detail).Any(char.IsControl).Should().BeFalse();
        }

        (await Responder(runner, AccountSystem.Linux).ApplyAsync(null)).Outcome.Should().Be(ActionOutcome.Refused);
        runner.CommandLines.Should().BeEmpty();
    }

    [Fact]
    public void Whatever_the_name_only_one_of_plain_characters_is_handed_on_and_as_it_is()
    {
        var characters = Gen.OneOf(
            Gen.Elements("abcXYZ019._@-".ToCharArray()),
            Gen.Elements(" \n\0:,/\\+~=*?$`'\"é\u202e\ud800".ToCharArray()),
            Gen.Choose(0, 0xffff).Select(static c => (char)c)
        );
        var names = Gen.OneOf(
            characters.ListOf().Select(static list => new string([.. list])),
            Gen.Elements("abc019._@-".ToCharArray()).ListOf().Select(static list => new string([.. list]))
        );

        Prop.ForAll(
                names.ToArbitrary(),
                static name =>
                {
                    var runner = new FakeCommandRunner();
                    Responder(runner, AccountSystem.Linux).ApplyAsync(name).GetAwaiter().GetResult();
                    var isPlain =
                        name.Length is > 0 and <= 256
                        && name[0] != '-'
                        && name.All(static c => char.IsAsciiLetterOrDigit(c) || "._@-".Contains(c));
                    return isPlain
                        ? runner.Calls.Single().Command.Arguments is ["passwd", var given] && given == name
                        : runner.Calls.Count == 0;
                }
            )
            .QuickCheckThrowOnFailure();
    }

    private static DisableAccountResponder Responder(FakeCommandRunner runner, AccountSystem system) =>
        new(new AccountOptions(), runner, system, new OwnAccounts([0], null, null));
}
