//! Keys that do something, as a table: what the window of shortcuts lists. The elements that they press
//! carry them as `data-key` in the templates, where the script finds them.

/// A key and what it does.
#[derive(Clone, Copy, Debug)]
pub struct Shortcut {
    /// How it is shown.
    pub shown: &'static str,
    /// What it does, as a phrase of the site.
    pub does: &'static str,
}

const fn shortcut(shown: &'static str, does: &'static str) -> Shortcut {
    Shortcut { shown, does }
}

impl Shortcut {
    /// On every page.
    pub const EVERYWHERE: [Shortcut; 4] = [
        shortcut("s", "Focus the search bar"),
        shortcut("p", "Open the profile menu"),
        shortcut("esc", "Close an open window"),
        shortcut("?", "Open the keyboard shortcut window"),
    ];
    /// On pages of what can be edited.
    pub const EDIT_PAGE: Shortcut = shortcut("e", "Open the edit page");
    /// On pages with something above them.
    pub const BELOW: [Shortcut; 1] = [shortcut("b", "Go back, or to the parent")];
    /// On pages of images.
    pub const IMAGES: [Shortcut; 3] = [
        shortcut("a", "Open the window to add an image"),
        Shortcut::EDIT_PAGE,
        shortcut("b", "Go back, or to the parent"),
    ];
    /// On pages of titles, people and their parts.
    pub const MEDIA: [Shortcut; 2] = [
        Shortcut::EDIT_PAGE,
        shortcut("b", "Go back, or to the parent"),
    ];
    /// On pages of seasons.
    pub const SEASON: [Shortcut; 2] = [
        shortcut("→", "Next season"),
        shortcut("←", "Previous season"),
    ];
    /// On forms of editors.
    pub const SUBMIT_FORM: Shortcut = shortcut("ctrl+s", "Submit the form");
    /// On pages of editors.
    pub const EDIT: [Shortcut; 3] = [
        shortcut("t", "Open the translation selector"),
        Shortcut::SUBMIT_FORM,
        shortcut("b", "Go back, or to the parent"),
    ];
    /// On forms with a message.
    pub const SUBMIT_MESSAGE: Shortcut = shortcut("ctrl+enter", "Submit the message");
    /// On lists of discussions.
    pub const DISCUSSIONS: [Shortcut; 4] = [
        shortcut("n", "New discussion"),
        shortcut("→", "Next page"),
        shortcut("←", "Previous page"),
        shortcut("b", "Go back, or to the parent"),
    ];
    /// On pages of discussions.
    pub const DISCUSSION: [Shortcut; 11] = [
        shortcut("n", "New discussion"),
        shortcut("w", "Watch, or do not watch any more"),
        shortcut("p", "Make private or public"),
        shortcut("c", "Close, or open again"),
        shortcut("a", "Open the activity"),
        shortcut("r", "Reply"),
        shortcut("l", "Go to the last reply"),
        Shortcut::SUBMIT_MESSAGE,
        shortcut("→", "Next page"),
        shortcut("←", "Previous page"),
        shortcut("b", "Go back, or to the parent"),
    ];
    /// On pages of episodes.
    pub const EPISODE: [Shortcut; 2] = [
        shortcut("→", "Next episode"),
        shortcut("←", "Previous episode"),
    ];
}
