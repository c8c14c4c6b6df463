using System.Text;
using ActiveResponse.Responders.Firewall.Iptables;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Responders.Firewall.Iptables;

/// <summary>Which rules of others let packets of blocked addresses pass.</summary>
public sealed class IptablesPassagesTests
{
    private const string Jump = "-m comment --comment active-response -j active_response";
    private const string Entry = "-s 203.0.113.9/32 -m comment --comment active-response -j DROP";

    [Theory]
    [InlineData("-j ACCEPT", true)]
    [InlineData("-s 203.0.113.0/24 -j ACCEPT", true)]
    [InlineData("-s 203.0.113.9/32 -p tcp -m tcp --dport 22 -j ACCEPT", true)]
    [InlineData("! -s 198.51.100.0/24 -j ACCEPT", true)]
    [InlineData("-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT", true)]
    [InlineData("-m comment --comment \"of -j DROP -s 192.0.2.1\" -j ACCEPT", true)]
    [InlineData("-m set --match-set friends src -j ACCEPT", true)]
    [InlineData("-p tcp -j NFQUEUE --queue-num 1", true)]
    [InlineData("-p tcp -j RETURN", true)]
    [InlineData("! -i lo -j ACCEPT", true)]
    [InlineData("-s 198.51.100.0/24 -j ACCEPT", false)]
    [InlineData("-i lo -j ACCEPT", false)]
    [InlineData("-p tcp -j REJECT --reject-with tcp-reset", false)]
    [InlineData("-p tcp -j LOG --log-prefix \"ACCEPT \"", false)]
    [InlineData("-p tcp", false)]
    [InlineData("-j other", false)]
    public void A_rule_before_our_jump(string rule, bool passes) =>
        Passes($"-A INPUT {rule}", $"-A INPUT {Jump}", "-A other -p tcp -j DROP", "-A other -j RETURN").Should().Be(passes);

    [Fact]
    public void A_rule_behind_our_jump_lets_nothing_pass() => Passes($"-A INPUT {Jump}", "-A INPUT -j ACCEPT").Should().BeFalse();

    [Fact]
    public void A_rule_of_a_chain_that_stands_before_our_jump_is_told_with_its_chain_and_the_sender_of_the_way_there()
    {
        string[] rules = ["-A INPUT -s 203.0.113.0/24 -j friends", $"-A INPUT {Jump}", "-A friends -g more", "-A more -p tcp -j ACCEPT"];

        Find(rules)
            .Should()
            .ContainSingle()
            .Which.Should()
            .Match<ActiveResponse.Responders.Firewall.FirewallPassage>(static passage =>
                passage.Description == "the rule '-p tcp -j ACCEPT' of more comes before our jump"
                && passage.Source == Some.Prefix("203.0.113.0/24")
            );
    }

    [Fact]
    public void A_chain_that_leads_to_ours_first_lets_nothing_pass_behind_it() =>
        Passes(
                $"-A INPUT {Jump}",
                "-A FORWARD -j DOCKER-USER",
                "-A FORWARD -j ACCEPT",
                $"-A FORWARD {Jump}",
                $"-A DOCKER-USER {Jump}",
                "-A DOCKER-USER -j ACCEPT"
            )
            .Should()
            .BeFalse();

    [Fact]
    public void A_rule_of_others_in_our_chain_counts_where_entries_stand_behind_it()
    {
        Passes($"-A INPUT {Jump}", "-A active_response -s 203.0.113.0/24 -j ACCEPT", $"-A active_response {Entry}").Should().BeTrue();
        Passes($"-A INPUT {Jump}", $"-A active_response {Entry}", "-A active_response -s 203.0.113.0/24 -j ACCEPT").Should().BeFalse();
    }

    private static bool Passes(params string[] rules) => Find(rules).Any(static passage => passage.Concerns(Some.Prefix("203.0.113.9")));

    private static IReadOnlyList<ActiveResponse.Responders.Firewall.FirewallPassage> Find(string[] rules) =>
        new IptablesPassages(
            new IptablesFrame(new IptablesOptions().Place, isIPv6: false),
            IptablesTable.Parse(
                Encoding.UTF8.GetBytes("*filter\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n" + string.Join('\n', rules) + "\nCOMMIT\n")
            )
        ).Find();
}
