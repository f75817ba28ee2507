// SPDX-License-Identifier: Apache-2.0
// Stable ids of everything that the studio can do. Findings, settings and tests name actions by these.
#pragma once

#include <QLatin1StringView>

namespace espseal::studio::action {

using namespace Qt::StringLiterals;

inline constexpr auto file_start = "file.start"_L1;
inline constexpr auto file_new = "file.new"_L1;
inline constexpr auto file_open = "file.open"_L1;
inline constexpr auto file_save = "file.save"_L1;
inline constexpr auto file_save_as = "file.save-as"_L1;
inline constexpr auto file_examine = "file.examine"_L1;
inline constexpr auto file_quit = "file.quit"_L1;

inline constexpr auto edit_undo = "edit.undo"_L1;
inline constexpr auto edit_redo = "edit.redo"_L1;
inline constexpr auto edit_find = "edit.find"_L1;
inline constexpr auto edit_palette = "edit.palette"_L1;

inline constexpr auto view_devices = "view.devices"_L1;
inline constexpr auto view_certificates = "view.certificates"_L1;
inline constexpr auto view_map = "view.map"_L1;
inline constexpr auto view_provision = "view.provision"_L1;
inline constexpr auto view_monitor = "view.monitor"_L1;
inline constexpr auto view_inspector = "view.inspector"_L1;
inline constexpr auto view_drawer = "view.drawer"_L1;
inline constexpr auto view_rail = "view.rail"_L1;
inline constexpr auto view_next_pane = "view.next-pane"_L1;
inline constexpr auto view_previous_pane = "view.previous-pane"_L1;
inline constexpr auto view_scheme_system = "view.scheme-system"_L1;
inline constexpr auto view_scheme_light = "view.scheme-light"_L1;
inline constexpr auto view_scheme_dark = "view.scheme-dark"_L1;

inline constexpr auto run_main = "run.main"_L1;
inline constexpr auto run_provision = "run.provision"_L1;
inline constexpr auto run_watch = "run.watch"_L1;
inline constexpr auto run_verify = "run.verify"_L1;
inline constexpr auto run_stop = "run.stop"_L1;

inline constexpr auto device_choose = "device.choose"_L1;
inline constexpr auto device_add_port = "device.add-port"_L1;
inline constexpr auto device_identify = "device.identify"_L1;
inline constexpr auto device_reset = "device.reset"_L1;
inline constexpr auto virtual_start = "virtual.start"_L1;
inline constexpr auto virtual_stop = "virtual.stop"_L1;
inline constexpr auto virtual_unplug = "virtual.unplug"_L1;
inline constexpr auto virtual_no_sync = "virtual.no-sync"_L1;
inline constexpr auto virtual_run_mode = "virtual.run-mode"_L1;
inline constexpr auto virtual_noise = "virtual.noise"_L1;
inline constexpr auto virtual_stuck_sector = "virtual.stuck-sector"_L1;
inline constexpr auto virtual_unplug_writing = "virtual.unplug-writing"_L1;
inline constexpr auto virtual_slow_erase = "virtual.slow-erase"_L1;

inline constexpr auto certificate_make_test = "certificate.make-test"_L1;
inline constexpr auto certificate_new = "certificate.new"_L1;
inline constexpr auto certificate_new_ca = "certificate.new-ca"_L1;
inline constexpr auto certificate_import = "certificate.import"_L1;
inline constexpr auto certificate_guide = "certificate.guide"_L1;
inline constexpr auto certificate_paste = "certificate.paste"_L1;
inline constexpr auto certificate_request = "certificate.request"_L1;
inline constexpr auto certificate_sign = "certificate.sign"_L1;
inline constexpr auto certificate_batch = "certificate.batch"_L1;
inline constexpr auto certificate_renew = "certificate.renew"_L1;
inline constexpr auto certificate_export = "certificate.export"_L1;
inline constexpr auto certificate_compare = "certificate.compare"_L1;
inline constexpr auto certificate_revoke = "certificate.revoke"_L1;
inline constexpr auto certificate_crl = "certificate.crl"_L1;
inline constexpr auto certificate_token_key = "certificate.token-key"_L1;
inline constexpr auto certificate_calendar = "certificate.calendar"_L1;
inline constexpr auto certificate_fingerprint = "certificate.fingerprint"_L1;
inline constexpr auto certificate_restore = "certificate.restore"_L1;
inline constexpr auto certificate_empty_bin = "certificate.empty-bin"_L1;
inline constexpr auto certificate_place = "certificate.place"_L1;
inline constexpr auto certificate_copy = "certificate.copy"_L1;
inline constexpr auto keys_unlock = "keys.unlock"_L1;
inline constexpr auto keys_lock = "keys.lock"_L1;
inline constexpr auto keys_password = "keys.password"_L1;
inline constexpr auto keys_encrypt = "keys.encrypt"_L1;
inline constexpr auto certificate_remove = "certificate.remove"_L1;

inline constexpr auto map_suggest = "map.suggest"_L1;
inline constexpr auto map_add_file = "map.add-file"_L1;
inline constexpr auto map_remove = "map.remove"_L1;
inline constexpr auto map_compare = "map.compare"_L1;
inline constexpr auto map_compare_chip = "map.compare-chip"_L1;
inline constexpr auto map_forget_board = "map.forget-board"_L1;
inline constexpr auto map_zoom_in = "map.zoom-in"_L1;
inline constexpr auto map_zoom_out = "map.zoom-out"_L1;
inline constexpr auto map_zoom_fit = "map.zoom-fit"_L1;
inline constexpr auto map_zoom_region = "map.zoom-region"_L1;

inline constexpr auto monitor_listen = "monitor.listen"_L1;
inline constexpr auto monitor_clear = "monitor.clear"_L1;

inline constexpr auto problem_next = "problem.next"_L1;
inline constexpr auto problem_previous = "problem.previous"_L1;

} // namespace espseal::studio::action
