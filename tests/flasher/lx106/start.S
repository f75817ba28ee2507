/* SPDX-License-Identifier: Apache-2.0 */
/* QEMU's machine `sim` starts at 0x50000000 whatever the program's entry is. */
    .section .reset, "ax"
    .align 4
    j   begin
    .align 4
    .literal_position
begin:
    movi    a1, 0x3FFFFF00
    movi    a0, flasher_under_qemu
    jx      a0
