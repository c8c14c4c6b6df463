using ActiveResponse.Dashboard.Tests.Browser;
using ActiveResponse.Dashboard.Tests.Hosts;

namespace ActiveResponse.Dashboard.Tests;

/// <summary>Attackers choose user names and more of what alerts say; on the page that stays text.</summary>
public sealed class HostileNameTests(Chromium chromium) : PageTests(chromium)
{
    private const string Markup = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>";

    [Theory]
    [InlineData("blocks")]
    [InlineData("history?since=0")]
    [InlineData("overview")]
    public async Task Markup_in_an_alert_stays_text(string view)
    {
        await Host.AlertAsync("203.0.113.9", agent: Markup);
        await Host.AlertAsync("203.0.113.10", rule: 5551, user: "<b onmouseover=alert(1)>eve</b>");
        var page = await OpenAsync(view);
        await page.ShowsAsync("203.0.113");

        if (view == "blocks")
        {
            await page.Row("203.0.113.9").ClickAsync();
            await page.ShowsAsync("<script>");
        }

        (await page.Page.Locator("img, #app script, #app b, dialog img, dialog script").CountAsync()).Should().Be(0);
        (await page.Page.TitleAsync()).Should().NotContain("owned");
    }

    [Fact]
    public async Task A_name_that_turns_the_direction_of_writing_is_shown_with_the_character_in_words()
    {
        await Host.AlertAsync("203.0.113.9", agent: "bastion");
        var page = await OpenAsync();
        // The server has such characters in words already; the page doesn't rely on it.
        await page.Page.RouteAsync(
            "**/api/effects*",
            static async route =>
            {
                var answer = await route.FetchAsync();
                var text = (await answer.TextAsync()).Replace("bastion", "web\u202E1-krad\u200B", StringComparison.Ordinal);
                await route.FulfillAsync(new() { Response = answer, Body = text });
            }
        );
        await page.GoAsync("blocks");

        await page.ShowsAsync("web\\u202e1-krad\\u200b");
        (await page.Page.Locator("body").InnerTextAsync()).Should().NotContain("\u202E");
    }

    [Fact]
    public async Task The_policy_forbids_inline_scripts_inline_styles_and_markup_from_strings()
    {
        var page = await OpenAsync();

        var refused = await page.Page.EvaluateAsync<bool[]>(
            """
            () => {
              const markup = (() => { try { document.body.innerHTML = "<b>x</b>"; return false; } catch { return true; } })();
              const script = document.createElement("script");
              script.append("window.ran = true");
              document.body.append(script);
              const style = document.createElement("p");
              style.setAttribute("style", "color: rgb(1, 2, 3)");
              document.body.append(style);
              return [markup, window.ran === undefined, getComputedStyle(style).color !== "rgb(1, 2, 3)"];
            }
            """
        );

        refused.Should().Equal(true, true, true);
        page.Faults.Should().NotBeEmpty("Chromium names what it has refused");
        page.Forget();
    }

    [Fact]
    public async Task An_address_with_markup_in_a_filter_stays_text()
    {
        var page = await OpenAsync("blocks?search=" + Uri.EscapeDataString(Markup) + "&responder=" + Uri.EscapeDataString(Markup));

        await page.ShowsAsync("No block matches these filters.");
        (await page.Page.Locator("img, #app script").CountAsync()).Should().Be(0);
    }
}
