using ActiveResponse.Responders;
using ActiveResponse.Responders.Accounts;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Responders.Accounts;

/// <summary>The real passwd, in a copy of /etc.</summary>
public sealed class RealPasswdTests
{
    [Fact]
    public async Task Locks_the_password_and_unlocks_it_to_what_it_was()
    {
        await using var lab = await AccountsLab.CreateAsync();
        var real = await File.ReadAllBytesAsync("/etc/shadow");
        lab.Add("mallory", 1500);
        lab.Add("bystander", 1501);
        var before = lab.Shadow();
        var responder = lab.Responder();

        var applied = await responder.ApplyAsync("mallory");

        applied.Outcome.Should().Be(ActionOutcome.Applied, applied.Detail);
        lab.HashOf("mallory").Should().Be("!" + AccountsLab.Hash);
        lab.HashOf("bystander").Should().Be(AccountsLab.Hash);
        (await lab.ExecAsync("passwd", "-S", "mallory")).Should().StartWith("mallory L ");

        var reverted = await responder.RevertAsync("mallory");

        reverted.Outcome.Should().Be(ActionOutcome.Lifted, reverted.Detail);
        lab.Shadow().Should().Be(before);
        (await File.ReadAllBytesAsync("/etc/shadow")).Should().Equal(real, "only the copy is changed");
        lab.CommandLines.Should()
            .Equal(
                "getent passwd mallory",
                "passwd -S mallory",
                "passwd -l mallory",
                "passwd -S mallory",
                "getent passwd mallory",
                "passwd -S mallory",
                "passwd -u mallory",
                "passwd -S mallory"
            );
    }

    [Theory]
    [InlineData("!" + AccountsLab.Hash)]
    [InlineData("!")]
    [InlineData("*")]
    [InlineData("!*")]
    public async Task What_was_locked_before_stays_so_when_the_response_ends(string hash)
    {
        await using var lab = await AccountsLab.CreateAsync();
        lab.Add("mallory", 1500, hash);
        await using var harness = new ExecutionHarness(lab.Responder());
        var order = AccountOrders.Of("mallory");

        var applied = await harness.ApplyAsync(order);
        await harness.PassAsync(601);

        applied.Outcome.Should().Be(ActionOutcome.AlreadyApplied, applied.Detail);
        lab.HashOf("mallory").Should().Be(hash);
        lab.CommandLines.Should().Equal("getent passwd mallory", "passwd -S mallory");
    }

    [Fact]
    public async Task What_was_locked_by_us_is_unlocked_when_the_response_ends()
    {
        await using var lab = await AccountsLab.CreateAsync();
        lab.Add("mallory", 1500);
        await using var harness = new ExecutionHarness(lab.Responder());

        await harness.ApplyAsync(AccountOrders.Of("mallory"));
        await harness.ApplyAsync(AccountOrders.Of("mallory", 900));
        await harness.PassAsync(601);
        lab.HashOf("mallory").Should().Be("!" + AccountsLab.Hash, "the second order holds it for longer");
        await harness.PassAsync(300);

        harness.Outcomes.Should().Equal(ActionOutcome.Applied, ActionOutcome.Extended, ActionOutcome.Lifted);
        lab.HashOf("mallory").Should().Be(AccountsLab.Hash);
    }

    [Fact]
    public async Task Does_not_lock_an_account_without_a_password_since_passwd_would_not_unlock_it()
    {
        await using var lab = await AccountsLab.CreateAsync();
        lab.Add("mallory", 1500, hash: "");

        var applied = await lab.Responder().ApplyAsync("mallory");

        applied.Outcome.Should().Be(ActionOutcome.Refused);
        applied.Detail.Should().Contain("no password");
        lab.HashOf("mallory").Should().BeEmpty();
    }

    [Fact]
    public async Task Says_why_it_can_not_unlock_an_account_whose_password_was_deleted()
    {
        await using var lab = await AccountsLab.CreateAsync();
        lab.Add("mallory", 1500);
        var responder = lab.Responder();
        await responder.ApplyAsync("mallory");
        lab.Remove("mallory");
        lab.Add("mallory", 1500, hash: "!");

        var reverted = await responder.RevertAsync("mallory");

        reverted.Outcome.Should().Be(ActionOutcome.Failed);
        reverted.Detail.Should().Contain("exit code 3").And.Contain("passwordless");
        lab.HashOf("mallory").Should().Be("!");
    }

    [Fact]
    public async Task An_account_that_is_gone_has_nothing_to_be_taken_back()
    {
        await using var lab = await AccountsLab.CreateAsync();
        lab.Add("mallory", 1500);
        var responder = lab.Responder();
        await responder.ApplyAsync("mallory");
        lab.Remove("mallory");

        (await responder.RevertAsync("mallory")).Outcome.Should().Be(ActionOutcome.AlreadyLifted);
    }

    [Theory]
    [InlineData("toor", "uid 0")]
    [InlineData("service", "system account")]
    [InlineData("carol", "this process runs as")]
    [InlineData("dave", "sudo")]
    [InlineData("daves-other-name", "sudo")]
    [InlineData("admin", "allow list")]
    [InlineData("Admin", "the account doesn't exist")]
    [InlineData("nosuch", "the account doesn't exist")]
    [InlineData("1500", "the account doesn't exist")]
    [InlineData("0", "the account doesn't exist")]
    [InlineData("root", "root is never locked")]
    [InlineData("-l", "starts like an option")]
    public async Task Never_locks(string name, string why)
    {
        await using var lab = await AccountsLab.CreateAsync();
        lab.Add("toor", 0);
        lab.Add("service", 999);
        lab.Add("mallory", 1500);
        lab.Add("carol", 1501);
        lab.Add("dave", 1502);
        lab.Add("daves-other-name", 1502);
        lab.Add("admin", 1503);
        var before = lab.Shadow();
        var responder = lab.Responder(new AccountOptions { AllowList = ["admin"] }, new OwnAccounts([1501], 1502, "dave"));

        var applied = await responder.ApplyAsync(name);

        applied.Outcome.Should().Be(ActionOutcome.Refused);
        applied.Detail.Should().Contain(why);
        lab.Shadow().Should().Be(before);
        lab.CommandLines.Should().NotContain(static line => line.StartsWith("passwd ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Locks_a_system_account_and_the_one_that_called_sudo_when_the_options_say_so()
    {
        await using var lab = await AccountsLab.CreateAsync();
        lab.Add("service", 999);
        lab.Add("dave", 1502);
        var responder = lab.Responder(
            new AccountOptions { MinimumUserId = 999, ProtectSudoUser = false },
            new OwnAccounts([0], 1502, "dave")
        );

        (await responder.ApplyAsync("service")).Outcome.Should().Be(ActionOutcome.Applied);
        (await responder.ApplyAsync("dave")).Outcome.Should().Be(ActionOutcome.Applied);
    }

    [Fact]
    public async Task Does_not_unlock_an_account_that_has_become_one_of_root()
    {
        await using var lab = await AccountsLab.CreateAsync();
        lab.Add("toor", 0, "!" + AccountsLab.Hash);

        (await lab.Responder().RevertAsync("toor")).Outcome.Should().Be(ActionOutcome.Refused);
        lab.HashOf("toor").Should().Be("!" + AccountsLab.Hash);
    }

    [Fact]
    public async Task Unlocks_what_the_options_of_today_would_not_lock()
    {
        await using var lab = await AccountsLab.CreateAsync();
        lab.Add("mallory", 1500);
        await lab.Responder().ApplyAsync("mallory");

        var reverted = await lab.Responder(new AccountOptions { AllowList = ["mallory"], MinimumUserId = 2000 }).RevertAsync("mallory");

        reverted.Outcome.Should().Be(ActionOutcome.Lifted, reverted.Detail);
        lab.HashOf("mallory").Should().Be(AccountsLab.Hash);
    }
}
