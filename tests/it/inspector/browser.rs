//! A headless Chromium, driven through the DevTools protocol over a pipe.
//!
//! Our own, because it is so little: `headless_chrome` brings a WebSocket stack and sixty thousand lines of
//! generated protocol, which take longer to build than these tests to run. `sh` gives the browser the two pipes
//! that it wants, so that no unsafe code is needed.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

const NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

/// One browser at a time: each takes more memory than all tests together.
static ONE: Mutex<()> = Mutex::new(());

pub struct Browser {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    next: u64,
    session: Option<String>,
    events: Vec<Value>,
    profile: PathBuf,
    _one: MutexGuard<'static, ()>,
}

fn program() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let places = std::env::split_paths(&path).flat_map(|dir| NAMES.map(|name| dir.join(name)));
    places.into_iter().find(|p| p.is_file())
}

impl Browser {
    /// A browser with an empty page, or `None` where there is no Chromium.
    pub fn start(name: &str) -> Option<Self> {
        let Some(program) = program() else {
            eprintln!("skipped: no Chromium (`chromium`)");
            return None;
        };
        let one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
        let profile = scratch(&format!("profile-{name}"));
        let mut child = Command::new("sh")
            .args(["-c", "exec \"$0\" \"$@\" 3<&0 4>&1 </dev/null >/dev/null"])
            .arg(program)
            .args([
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
            ])
            .args([
                "--remote-debugging-pipe",
                "--no-first-run",
                "--window-size=1400,900",
            ])
            .arg(format!("--user-data-dir={}", profile.display()))
            .arg("about:blank")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (input, output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let mut browser = Self {
            child,
            input,
            output: BufReader::new(output),
            next: 0,
            session: None,
            events: Vec::new(),
            profile,
            _one: one,
        };
        browser.attach();
        Some(browser)
    }

    fn attach(&mut self) {
        let target = self.call("Target.createTarget", json!({ "url": "about:blank" }));
        let to = json!({ "targetId": target["targetId"], "flatten": true });
        let session = self.call("Target.attachToTarget", to);
        self.session = session["sessionId"].as_str().map(str::to_owned);
        for domain in ["Page", "Runtime", "Network", "Log"] {
            self.call(&format!("{domain}.enable"), json!({}));
        }
        self.size(1400, 900);
    }

    pub fn size(&mut self, width: u32, height: u32) {
        let size =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.call("Emulation.setDeviceMetricsOverride", size);
    }

    pub fn call(&mut self, method: &str, params: Value) -> Value {
        self.next += 1;
        let mut message = json!({ "id": self.next, "method": method, "params": params });
        if let Some(session) = &self.session {
            message["sessionId"] = json!(session);
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        self.input.write_all(&bytes).unwrap();
        loop {
            let mut answer = Vec::new();
            self.output.read_until(0, &mut answer).unwrap();
            assert_eq!(answer.pop(), Some(0), "the browser is gone");
            let mut answer: Value = serde_json::from_slice(&answer).unwrap();
            if answer["id"] == json!(self.next) {
                assert!(answer.get("error").is_none(), "{method}: {answer}");
                return answer["result"].take();
            }
            self.events.push(answer);
        }
    }

    /// The value of an expression.
    pub fn js(&mut self, expression: &str) -> Value {
        let ask = json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let mut answer = self.call("Runtime.evaluate", ask);
        assert!(
            answer.get("exceptionDetails").is_none(),
            "{expression}: {answer}"
        );
        answer["result"]["value"].take()
    }

    pub fn text(&mut self, expression: &str) -> String {
        self.js(expression).as_str().unwrap_or_default().to_owned()
    }

    /// Waits until an expression is true.
    pub fn wait(&mut self, expression: &str) {
        let begun = Instant::now();
        while self.js(expression) != json!(true) {
            assert!(
                begun.elapsed() < Duration::from_secs(30),
                "never: {expression}\n{:?}",
                self.complaints()
            );
            std::thread::sleep(Duration::from_millis(25));
        }
    }

    /// Opens a page from a file, and says how long that took.
    pub fn open(&mut self, file: &Path, hash: &str) -> Duration {
        let begun = Instant::now();
        let url = format!("file://{}{hash}", file.display());
        self.call("Page.navigate", json!({ "url": "about:blank" }));
        self.call("Page.navigate", json!({ "url": url }));
        self.wait("document.body !== null && 'ready' in document.body.dataset");
        begun.elapsed()
    }

    pub fn prefers(&mut self, scheme: &str) {
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }, { "name": "prefers-reduced-motion", "value": "reduce" }]);
        self.call(
            "Emulation.setEmulatedMedia",
            json!({ "features": features }),
        );
    }

    /// A click with the mouse.
    pub fn click(&mut self, x: f64, y: f64) {
        for kind in ["mousePressed", "mouseReleased"] {
            let at = json!({ "type": kind, "x": x, "y": y, "button": "left", "clickCount": 1 });
            self.call("Input.dispatchMouseEvent", at);
        }
    }

    /// A click on the middle of an element.
    pub fn click_on(&mut self, selector: &str) {
        let [x, y] = self.middle(selector);
        self.click(x, y);
    }

    pub fn middle(&mut self, selector: &str) -> [f64; 2] {
        let ask = format!(
            "(() => {{ const r = document.querySelector({selector:?}).getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; }})()"
        );
        let at = self.js(&ask);
        [at[0].as_f64().unwrap(), at[1].as_f64().unwrap()]
    }

    /// A key as it is pressed: one that writes a character writes it.
    pub fn key(&mut self, key: &str) {
        let mut down = json!({ "type": "keyDown", "key": key });
        match key {
            "Tab" => down["windowsVirtualKeyCode"] = json!(9),
            "Enter" => {
                down["windowsVirtualKeyCode"] = json!(13);
                down["text"] = json!("\r");
            }
            "Escape" => down["windowsVirtualKeyCode"] = json!(27),
            one if one.chars().count() == 1 => down["text"] = json!(one),
            _ => {}
        }
        self.call("Input.dispatchKeyEvent", down);
        self.call(
            "Input.dispatchKeyEvent",
            json!({ "type": "keyUp", "key": key }),
        );
    }

    pub fn write(&mut self, text: &str) {
        self.call("Input.insertText", json!({ "text": text }));
    }

    fn events(&self, method: &str) -> impl Iterator<Item = &Value> {
        let events = self.events.iter();
        events
            .filter(move |e| e["method"] == method)
            .map(|e| &e["params"])
    }

    /// What was asked of a network or a disk.
    pub fn requests(&self) -> Vec<String> {
        let asked = self.events("Network.requestWillBeSent");
        asked
            .filter_map(|e| e["request"]["url"].as_str())
            .map(str::to_owned)
            .collect()
    }

    /// Errors, and whatever else is on the console.
    pub fn complaints(&self) -> Vec<String> {
        let kinds = [
            "Runtime.exceptionThrown",
            "Runtime.consoleAPICalled",
            "Log.entryAdded",
        ];
        kinds
            .iter()
            .flat_map(|k| self.events(k))
            .map(ToString::to_string)
            .collect()
    }

    /// A picture of the page, to look at; where the variable names a folder.
    pub fn picture(&mut self, name: &str) {
        use base64::Engine;
        let Some(folder) = std::env::var_os("KEIKAKU_PICTURES") else {
            return;
        };
        let shot = self.call("Page.captureScreenshot", json!({ "format": "png" }));
        let data = shot["data"].as_str().unwrap();
        let bytes = base64::engine::general_purpose::STANDARD
            .decode(data)
            .unwrap();
        std::fs::write(Path::new(&folder).join(format!("{name}.png")), bytes).unwrap();
    }
}

/// An empty folder for a test.
pub fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("inspector-{name}"));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.profile);
    }
}
