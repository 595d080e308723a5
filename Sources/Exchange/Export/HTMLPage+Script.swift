extension HTMLPage {
    /// Takes what is told of earlier lines to them, and searches. It writes text alone, never markup.
    static let script: StaticString = #"""
        "use strict";
        {
        const byID = id => document.getElementById(id);
        const make = (name, kind, text) => {
          const element = document.createElement(name);
          element.className = kind;
          element.textContent = text;
          return element;
        };
        const nick = line => line.children[1].textContent;
        const words = line => line.lastElementChild;

        // Redactions and reactions, in the order in which they were made.
        const reactions = new Map();
        for (const line of document.querySelectorAll("main .r[data-to]")) {
          const target = byID(line.dataset.to);
          if (!target || target.classList.contains("r")) continue;
          const { gone, react, untake, by } = line.dataset;
          if (gone !== undefined) {
            const reason = line.querySelector("span>span");
            target.className = "x";
            words(target).textContent = "✗ deleted by " + gone + (reason ? reason.textContent : "");
            reactions.delete(target);
          } else {
            if (!reactions.has(target)) reactions.set(target, new Map());
            const given = reactions.get(target);
            const text = react ?? untake;
            if (!given.has(text)) given.set(text, new Set());
            if (untake === undefined) given.get(text).add(by); else given.get(text).delete(by);
          }
          line.remove();
        }
        for (const [target, given] of reactions) {
          const row = make("span", "e", "");
          for (const [text, nicks] of given) {
            if (nicks.size === 0) continue;
            const one = make("span", "", nicks.size > 1 ? text + " " + nicks.size : text);
            one.title = [...nicks].join(", ");
            row.append(one);
          }
          if (row.firstChild) words(target).append(row);
        }

        // The beginnings of the lines that replies are to.
        for (const link of document.querySelectorAll("main .q")) {
          const target = byID(link.hash.slice(1));
          if (!target) continue;
          let text = "";
          for (const node of words(target).childNodes) {
            if (node.className !== "q" && node.className !== "e") text += node.textContent;
            if (text.length > 200) break;
          }
          link.textContent = "↳ " + nick(target) + ": " + text.slice(0, 200);
        }

        // The search: the lines that hold each of the words.
        const limit = 500;
        const log = document.querySelector("main");
        const found = byID("found");
        const search = byID("search");
        const count = byID("count");
        let index;
        const makeIndex = () => {
          const lines = [];
          let day;
          for (const section of log.children) for (const line of section.children) {
            if (line.tagName === "H2") day = line;
            else lines.push({ line, day, text: (nick(line) + " " + words(line).textContent).toLowerCase() });
          }
          return lines;
        };
        const show = () => {
          const wanted = search.value.toLowerCase().split(/\s+/).filter(word => word);
          const isSearch = wanted.length > 0;
          log.hidden = isSearch;
          found.hidden = !isSearch;
          found.replaceChildren();
          count.textContent = "";
          if (!isSearch) return;
          index ??= makeIndex();
          const hits = index.filter(entry => wanted.every(word => entry.text.includes(word)));
          const shown = hits.slice(-limit);
          let day;
          for (const hit of shown) {
            if (hit.day !== day) found.append((day = hit.day).cloneNode(true));
            const line = hit.line.cloneNode(true);
            const link = make("a", "", line.firstElementChild.textContent);
            link.href = "#" + line.id;
            line.removeAttribute("id");
            line.firstElementChild.replaceChildren(link);
            found.append(line);
          }
          count.textContent = hits.length === 0 ? "nothing found"
            : hits.length + (hits.length === 1 ? " line" : " lines")
            + (hits.length > limit ? ", the last " + limit + " are shown" : "");
        };
        const end = () => {
          search.value = "";
          show();
        };
        let timer;
        search.addEventListener("input", () => {
          clearTimeout(timer);
          timer = setTimeout(show, 150);
        });
        search.addEventListener("keydown", event => { if (event.key === "Escape") end(); });
        document.addEventListener("keydown", event => {
          if (event.key !== "/" || event.target.tagName === "INPUT") return;
          if (event.ctrlKey || event.metaKey || event.altKey) return;
          event.preventDefault();
          search.focus();
        });
        // A line that was found is shown among its neighbours.
        found.addEventListener("click", event => { if (event.target.closest("a[href^='#']")) end(); });
        // The address of a line is had by its time.
        log.addEventListener("click", event => {
          const time = event.target.closest("time");
          if (time) location.hash = time.parentElement.id;
        });
        byID("moves").addEventListener("change", event => {
          document.body.classList.toggle("still", !event.target.checked);
        });
        document.querySelector("nav").hidden = false;
        }

        """#
}
