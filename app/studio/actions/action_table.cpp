// SPDX-License-Identifier: Apache-2.0
#include "app/studio/actions/action_registry.h"

#include <QtTranslation>

#include <array>

namespace espseal::studio {

namespace {

using enum MenuId;
constexpr const char *radio = "shown as a choice mark";
constexpr const char *fault = "shown as a switch";

#define WORDS(text) QT_TRANSLATE_NOOP("Actions", text)

// In menu order.
constexpr auto table = std::to_array<ActionSpec>({
    { action::file_start, file, WORDS("Start page"), WORDS("Show the start page"), "start" },
    { action::file_new, file, WORDS("&New plan"), WORDS("Start an empty plan for a 4 MB board"), "new", "Ctrl+N", false, true },
    { action::file_open, file, WORDS("&Open plan..."), WORDS("Open a flash plan"), "open", "Ctrl+O" },
    { action::file_save, file, WORDS("&Save plan"), WORDS("Save the flash plan"), "save", "Ctrl+S" },
    { action::file_save_as, file, WORDS("Save plan &as..."), WORDS("Save the flash plan under another name"), "save", "Ctrl+Shift+S" },
    { action::file_examine, file, WORDS("E&xamine files..."), WORDS("Look into certificates, keys, requests and blobs without keeping them"), "search",
        "Ctrl+Shift+O", false, true },
    { action::file_quit, file, WORDS("&Quit"), WORDS("Quit; running work is stopped first"), "exit", "Ctrl+Q", false, true },

    { action::edit_undo, edit, WORDS("&Undo"), WORDS("Take the last change of the plan back"), "undo", "Ctrl+Z" },
    { action::edit_redo, edit, WORDS("&Redo"), WORDS("Do the change again"), "redo", "Ctrl+Shift+Z; Ctrl+Y" },
    { action::edit_find, edit, WORDS("&Filter on this page"), WORDS("Show only what matches"), "search", "Ctrl+F", false, true },
    { action::edit_palette, edit, WORDS("Find or &run..."), WORDS("Find an action, a device, a certificate or a region by its name"), "search", "Ctrl+K" },
    { action::problem_next, edit, WORDS("&Next problem"), WORDS("Go to the next problem"), "problems", "F8", false, true },
    { action::problem_previous, edit, WORDS("&Previous problem"), WORDS("Go to the previous problem"), "problems", "Shift+F8" },

    { action::view_devices, view, WORDS("&Devices"), WORDS("Boards that are plugged in, and the virtual one"), "devices", "Ctrl+1", true },
    { action::view_certificates, view, WORDS("&Certificates"), WORDS("CAs, certificates and keys"), "certificates", "Ctrl+2", true },
    { action::view_map, view, WORDS("Flash &map"), WORDS("What lies where in the board's flash"), "map", "Ctrl+3", true },
    { action::view_provision, view, WORDS("&Provision"), WORDS("Write the plan to the board and check it"), "provision", "Ctrl+4", true },
    { action::view_monitor, view, WORDS("M&onitor"), WORDS("Watch the board's TLS handshakes"), "monitor", "Ctrl+5", true },
    { action::view_inspector, view, WORDS("&Inspector"), WORDS("Show or hide the details on the right"), "inspector", "F4", true, true },
    { action::view_drawer, view, WORDS("Dra&wer"), WORDS("Show or hide activity, problems and log"), "drawer", "F9", true },
    { action::view_rail, view, WORDS("Page &names"), WORDS("Show the pages with names or as icons only"), "rail", "Ctrl+B", true },
    { action::view_next_pane, view, WORDS("Ne&xt pane"), WORDS("Move the keyboard to the next part of the window"), "next", "F6", false, true },
    { action::view_previous_pane, view, WORDS("Pre&vious pane"), WORDS("Move the keyboard to the previous part of the window"), "next", "Shift+F6" },
    { action::view_scheme_system, view, WORDS("Colours of the &system"), WORDS("Light or dark as the desktop has it"), nullptr, "", true, true, radio },
    { action::view_scheme_light, view, WORDS("&Light colours"), WORDS("Light ground, dark text"), nullptr, "", true, false, radio },
    { action::view_scheme_dark, view, WORDS("Dar&k colours"), WORDS("Dark ground, light text"), nullptr, "", true, false, radio },

    { action::run_main, device, WORDS("&Go on"), WORDS("The next step for the chosen board"), "play", "F5" },
    { action::run_provision, device, WORDS("&Provision"), WORDS("Write the plan to the chosen board and read it back"), "provision", "Ctrl+F5" },
    { action::run_verify, device, WORDS("&Verify only"), WORDS("Compare the board's flash with the plan; nothing is written"), "verify", "Shift+F5" },
    { action::run_watch, device, WORDS("&Watch"), WORDS("Restart the board and watch its next TLS handshake"), "monitor", "Ctrl+Shift+W" },
    { action::run_stop, device, WORDS("&Stop"), WORDS("Stop what is running; the board is left in a stated condition"), "stop", "Esc" },
    { action::device_choose, device, WORDS("&Choose device..."), WORDS("Choose the board that the main button works on"), "devices", "Ctrl+D", false, true },
    { action::device_add_port, device, WORDS("&Add port..."), WORDS("Use a port by its name: /dev/pts/7, COM7, rfc2217://host:port"), "port", "Ctrl+Shift+A" },
    { action::device_identify, device, WORDS("&Identify"), WORDS("Ask the chosen board for its chip, MAC address and flash size"), "search", "Ctrl+Shift+I" },
    { action::device_reset, device, WORDS("&Restart board"), WORDS("Pull the board's reset line; it starts its program"), "reset", "Ctrl+Shift+R" },

    { action::virtual_start, virtual_board, WORDS("&Plug in the virtual board"), WORDS("Start an ESP8266 without hardware and choose it"), "virtual" },
    { action::virtual_stop, virtual_board, WORDS("Pu&t it away"), WORDS("End the virtual board; its flash is forgotten"), "close" },
    { action::virtual_unplug, virtual_board, WORDS("P&ull the plug now"), WORDS("The virtual board vanishes at once, as a pulled cable does"), "port" },
    { action::virtual_no_sync, virtual_board, WORDS("Does not &answer"), WORDS("Fault: the wire to the board is cut"), nullptr, "", true, true, fault },
    { action::virtual_run_mode, virtual_board, WORDS("Never enters the &loader"), WORDS("Fault: GPIO0 cannot be pulled low"), nullptr, "", true, false, fault },
    { action::virtual_noise, virtual_board, WORDS("&Noisy line"), WORDS("Fault: one byte in 4096 is damaged"), nullptr, "", true, false, fault },
    { action::virtual_stuck_sector, virtual_board, WORDS("&Worn certificate sector"), WORDS("Fault: the sector of the certificate keeps its old content"),
        nullptr, "", true, false, fault },
    { action::virtual_unplug_writing, virtual_board, WORDS("Unplugged &while writing"), WORDS("Fault: the board vanishes after 256 bytes of flash data"),
        nullptr, "", true, false, fault },
    { action::virtual_slow_erase, virtual_board, WORDS("&Slow flash"), WORDS("Fault: each erase takes 400 ms, as an old chip may"), nullptr, "", true, false,
        fault },

    { action::certificate_guide, certificates, WORDS("&What do you have?..."), WORDS("Start from nothing, from a CA's certificate, or from a whole set"),
        "help" },
    { action::certificate_make_test, certificates, WORDS("Make &test certificates"),
        WORDS("A CA, a certificate for the board and one for this computer, in a second"), "wand" },
    { action::certificate_new_ca, certificates, WORDS("New &CA..."), WORDS("Make a certificate authority of your own"), "authority", "", false, true },
    { action::certificate_new, certificates, WORDS("&New certificate..."), WORDS("Make a key and a certificate signed by one of your CAs"), "certificates",
        "Ctrl+Shift+N" },
    { action::certificate_request, certificates, WORDS("New re&quest..."), WORDS("Make a key, and a request that another CA answers with a certificate"),
        "new" },
    { action::certificate_batch, certificates, WORDS("Issue for &many..."), WORDS("Issue certificates for every row of a table"), "activity", "Ctrl+Shift+M" },
    { action::certificate_import, certificates, WORDS("&Import..."), WORDS("Import certificates and keys: PEM, DER, PKCS#12, device blobs, cert.h"), "import",
        "Ctrl+I", false, true },
    { action::certificate_paste, certificates, WORDS("Pa&ste"), WORDS("Import the PEM text or the files on the clipboard"), "import", "Ctrl+V" },
    { action::certificate_export, certificates, WORDS("&Export..."), WORDS("Write the selected certificates, with or without their keys, in any format"),
        "export", "Ctrl+E" },
    { action::certificate_place, certificates, WORDS("&Put on the flash map"), WORDS("Let the plan write this certificate to the board"), "map", "Ctrl+Shift+P",
        false, true },
    { action::certificate_renew, certificates, WORDS("&Renew..."), WORDS("Issue the certificate anew, with later dates"), "refresh", "Ctrl+R" },
    { action::certificate_sign, certificates, WORDS("Si&gn request..."), WORDS("Answer the selected request with a certificate"), "verify" },
    { action::certificate_compare, certificates, WORDS("C&ompare"), WORDS("Show two selected certificates side by side, field by field"), "compare" },
    { action::certificate_copy, certificates, WORDS("Copy as PE&M"), WORDS("Copy the certificate, without its key, to the clipboard"), "copy", "Ctrl+Shift+C" },
    { action::certificate_fingerprint, certificates, WORDS("Copy &fingerprint"), WORDS("Copy the SHA-256 fingerprint to the clipboard"), "copy",
        "Ctrl+Shift+F" },
    { action::certificate_calendar, certificates, WORDS("Expiry ca&lendar..."), WORDS("Write the days on which certificates end as a calendar file"), "clock" },
    { action::certificate_revoke, certificates, WORDS("Re&voke..."), WORDS("Put the certificate on its CA's revocation list"), "stop", "", false, true },
    { action::certificate_crl, certificates, WORDS("Export revocation list..."), WORDS("Write the CA's current revocation list"), "export" },
    { action::certificate_token_key, certificates, WORDS("Key on a &token..."), WORDS("Tell on which PKCS#11 token (smart card, USB key, HSM) the CA's key is"),
        "token" },
    { action::certificate_remove, certificates, WORDS("Remove to the &bin"),
        WORDS("Take the certificates and their keys out of the list; the bin keeps them for 30 days"), "trash", "Ctrl+Del", false, true },
    { action::certificate_restore, certificates, WORDS("Restore from the bin"), WORDS("Bring the selected entry back from the bin"), "undo" },
    { action::certificate_empty_bin, certificates, WORDS("Delete for good"), WORDS("Delete the selected entry of the bin; it does not come back"), "erase" },
    { action::keys_unlock, certificates, WORDS("Unlock the keys..."), WORDS("Open the vault of private keys with its password"), "key", "", false, true },
    { action::keys_lock, certificates, WORDS("Loc&k the keys"), WORDS("Wipe the private keys from memory until the password is given again"), "lock",
        "Ctrl+Shift+L" },
    { action::keys_password, certificates, WORDS("Change the keys' password..."), WORDS("Give the vault of private keys another password"), "lock" },
    { action::keys_encrypt, certificates, WORDS("Encrypt plain keys..."), WORDS("Move private keys that lie here as plain files into the vault"), "lock" },

    { action::map_suggest, map, WORDS("&Suggest places"), WORDS("Find good places for everything that is not pinned"), "wand", "Ctrl+Shift+G" },
    { action::map_add_file, map, WORDS("&Add file..."), WORDS("Put a program or data file on the map"), "plus" },
    { action::map_remove, map, WORDS("&Remove region"), WORDS("Take the selected region off the map"), "trash", "Del" },
    { action::map_compare, map, WORDS("&Compare with the board"),
        WORDS("Read what the plan writes from the chosen board and show what differs; nothing is written"), "compare", "Ctrl+Shift+D", false, true },
    { action::map_compare_chip, map, WORDS("Compare the whole c&hip"), WORDS("The same for every sector of the chip; over a serial line this takes long"),
        "compare" },
    { action::map_forget_board, map, WORDS("&Put the comparison away"), WORDS("Show the plan alone again"), "close" },
    { action::map_zoom_in, map, WORDS("Zoom &in"), WORDS("Show less of the flash, larger"), "zoom-in", "Ctrl++; Ctrl+=", false, true },
    { action::map_zoom_out, map, WORDS("Zoom &out"), WORDS("Show more of the flash"), "zoom-out", "Ctrl+-" },
    { action::map_zoom_fit, map, WORDS("&Whole chip"), WORDS("Show the whole flash"), "fit", "Ctrl+0" },
    { action::map_zoom_region, map, WORDS("Zoom to &selection"), WORDS("Show the selected region and its neighbours"), "search", "Ctrl+Shift+0" },

    { action::monitor_listen, monitor, WORDS("&Listen"), WORDS("Be the board's TLS partner on this computer"), "port", "Ctrl+L", true },
    { action::monitor_clear, monitor, WORDS("&Clear sessions"), WORDS("Forget the sessions seen so far"), "trash" },
});

#undef WORDS

} // namespace

std::span<const ActionSpec> action_table()
{
    return table;
}

} // namespace espseal::studio
